import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeBy, resources, templates } from '../support/fixtures.ts';

const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';

describe("The role of the review's live half", () => {
  const { Pipeline: stack } = templates({ liveReview: { provider } });
  const role = madeBy(stack, 'AWS::IAM::Role', 'LiveReview');

  test('trusts tokens that GitHub gave to pull requests of this repository, and no others', () => {
    const [{ Principal, Action, Condition }, ...more] = role.Properties.AssumeRolePolicyDocument.Statement;
    assert.deepEqual(more, []);
    assert.deepEqual([Principal, Action], [{ Federated: provider }, 'sts:AssumeRoleWithWebIdentity']);
    assert.deepEqual(Condition, {
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': 'repo:octo-org/blog:pull_request',
      },
    });
  });

  test("reads the templates of the blog's stacks, and nothing else", () => {
    const { PolicyDocument } = madeBy(stack, 'AWS::IAM::Policy', 'LiveReview').Properties;
    const [{ Action, Resource }, ...more] = PolicyDocument.Statement;
    assert.deepEqual(more, []);
    assert.equal(Action, 'cloudformation:GetTemplate');
    assert.match(JSON.stringify(Resource), /:stack\/fixture-\*/);
  });

  test('is there only when the config asks for it', () => {
    const { Pipeline: without } = templates();
    const roles = Object.keys(resources(without, 'AWS::IAM::Role'));
    assert.deepEqual(
      roles.filter((id) => id.startsWith('LiveReview')),
      [],
    );
  });

  test('comes with no provider: whoever could make one could let anybody in', () =>
    assert.deepEqual(Object.keys(resources(stack, 'AWS::IAM::OIDCProvider')), []));
});
