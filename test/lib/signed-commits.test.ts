import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { madeBy, resources, templates } from '../support/fixtures.ts';
import { PERSON, SITE } from '../support/signing-keys.ts';

const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';
const repository = (...signedBy: string[]) => ({ repository: { owner: 'octo-org', name: 'blog', signedBy } });
const { Flux: flux, Pipeline: pipeline } = templates(repository(PERSON, SITE));

interface Stage {
  readonly Name: string;
}

const stagesOf = (template: typeof pipeline) =>
  Object.values(resources(template, 'AWS::CodePipeline::Pipeline')).flatMap(({ Properties }) =>
    (Properties.Stages as Stage[]).map(({ Name }) => Name),
  );

describe('Flux', () => {
  test('fetches no commit that nobody of the list has signed', () => {
    const [{ spec }] = JSON.parse(madeBy(flux, MANIFEST, 'FluxInstance').Properties.Manifest);
    const patches = (spec.kustomize.patches as { patch: string }[]).flatMap(({ patch }) => JSON.parse(patch));
    assert.deepEqual(
      patches.find(({ path }) => path === '/spec/verify'),
      { op: 'add', path: '/spec/verify', value: { mode: 'HEAD', secretRef: { name: 'commit-signers' } } },
    );
  });

  test('has the list before it is told to go by it, and from CDK: the tree cannot change what judges it', () => {
    const signers = madeBy(flux, MANIFEST, 'FluxSigners');
    const [{ kind, metadata, data }] = JSON.parse(signers.Properties.Manifest);
    assert.deepEqual([kind, metadata], ['Secret', { name: 'commit-signers', namespace: 'flux-system' }]);
    const texts = Object.entries(data as Record<string, string>).map(([name, text]) => [
      name,
      Buffer.from(text, 'base64').toString(),
    ]);
    assert.deepEqual(texts, [
      ['1.asc', PERSON],
      ['2.asc', SITE],
    ]);
    const [id] = Object.entries(resources(flux, MANIFEST)).find(([, one]) => one === signers) ?? [];
    const depends = madeBy(flux, MANIFEST, 'FluxInstance').DependsOn ?? [];
    assert.ok(
      depends.some((one) => one === id || one.startsWith('FluxSigners')),
      depends.join(),
    );
  });
});

describe('the pipeline', () => {
  test('looks who signed a commit before anything of it runs, and before a person is asked', () => {
    assert.deepEqual(stagesOf(pipeline), ['Source', 'Signature', 'Deploy']);
  });

  test('has no such look where nobody has to sign', () =>
    assert.deepEqual(stagesOf(templates().Pipeline), ['Source', 'Deploy']));

  test('does it by commands of the template, which the commit cannot change', () => {
    const project = madeBy(pipeline, 'AWS::CodeBuild::Project', 'Signature');
    const { phases } = JSON.parse(project.Properties.Source.BuildSpec);
    assert.deepEqual(Object.keys(phases), ['build']);
    assert.doesNotMatch(JSON.stringify(phases), /npm|npx|node|buildspec/);
  });

  test('gives that build nothing of AWS but the source and its log', () => {
    const policies = Object.entries(resources(pipeline, 'AWS::IAM::Policy')).filter(([id]) =>
      id.startsWith('Signature'),
    );
    const actions = policies.flatMap(([, { Properties }]) =>
      (Properties.PolicyDocument.Statement as { Effect: string; Action: string | string[] }[])
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => Action),
    );
    assert.deepEqual(
      actions.filter((action) => !/^(logs|s3:(Get|List)|codeconnections|codestar-connections)/.test(action)),
      [],
    );
    assert.ok(actions.length > 0);
  });
});
