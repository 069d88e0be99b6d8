import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { servicePort } from '../../lib/config/services.ts';
import { resources, settingsOf, templates, theOnly } from '../support/fixtures.ts';

/** CloudFront's own policy. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

const { Ghost: ghost } = templates();

describe('a service of the config', () => {
  const both = { hello: { path: '/hello/*', port: 8080 }, 'my-api': { path: '/api/*', port: 9090 } };
  const { Ghost: served } = templates({ services: both });
  const { CacheBehaviors, Origins } = theOnly(served, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
  const named = (path: string) =>
    CacheBehaviors.find(({ PathPattern }: Record<string, unknown>) => PathPattern === path);

  test('is reached below its path, by a VPC origin and a listener of its own', () => {
    for (const [name, { path, port }] of Object.entries(both)) {
      const origin = Origins.find(({ Id }: { Id: string }) => Id === named(path).TargetOriginId);
      const way = resources(served, 'AWS::CloudFront::VpcOrigin')[origin.VpcOriginConfig.VpcOriginId['Fn::GetAtt'][0]];
      assert.equal(way?.Properties.VpcOriginEndpointConfig.HTTPPort, servicePort(name));
      const listener = Object.values(resources(served, 'AWS::ElasticLoadBalancingV2::Listener')).find(
        ({ Properties }) => Properties.Port === servicePort(name),
      );
      const group = listener?.Properties.DefaultActions[0].TargetGroupArn.Ref;
      assert.equal(resources(served, 'AWS::ElasticLoadBalancingV2::TargetGroup')[group]?.Properties.Port, port);
    }
  });

  test('answers every request itself, over TLS alone', () => {
    for (const { path } of Object.values(both)) {
      assert.deepEqual(
        [named(path).CachePolicyId, named(path).ViewerProtocolPolicy],
        [CACHING_DISABLED, 'redirect-to-https'],
      );
    }
  });

  test('never gets the session of a member', () => {
    const policies = resources(served, 'AWS::CloudFront::OriginRequestPolicy');
    const policy = policies[named('/hello/*').OriginRequestPolicyId.Ref]?.Properties.OriginRequestPolicyConfig;
    assert.equal(policy.CookiesConfig.CookieBehavior, 'allExcept');
    assert.ok(policy.CookiesConfig.Cookies.includes('ghost-members-ssr'));
  });

  test('is told by the viewer nothing of its address: the function of all behaviors says it', () =>
    assert.equal(named('/hello/*').FunctionAssociations[0].EventType, 'viewer-request'));

  test('gets its target group as a setting', () => {
    const { HELLO_TARGET_GROUP_ARN, MY_API_TARGET_GROUP_ARN } = settingsOf(served);
    assert.match(HELLO_TARGET_GROUP_ARN ?? '', /Servicehello/);
    assert.match(MY_API_TARGET_GROUP_ARN ?? '', /Servicemyapi/);
  });

  test('leaves the rules of the blog as they are: none for CloudFront fits beside the one that is there', () => {
    const ofBlog = (template: typeof ghost) =>
      Object.entries(resources(template, 'AWS::EC2::SecurityGroupIngress')).filter(
        ([, { Properties }]) => !/ServicesGroup/.test(JSON.stringify(Properties)),
      );
    assert.deepEqual(ofBlog(served), ofBlog(ghost));
    const rules = Object.values(resources(served, 'AWS::EC2::SecurityGroupIngress')).filter(({ Properties }) =>
      /ServicesGroup/.test(JSON.stringify(Properties.GroupId)),
    );
    assert.equal(rules.length, 1, 'a list of 55 rules fits into a group once');
    assert.match(JSON.stringify(rules[0]?.Properties.SourcePrefixListId), /PrefixListId/);
  });

  test('opens its own port of the pods, and no other', () => {
    const ports = Object.values(resources(served, 'AWS::EC2::SecurityGroupIngress'))
      .filter(({ Properties }) => /ServicesGroup/.test(JSON.stringify(Properties.SourceSecurityGroupId)))
      .map(({ Properties }) => [Properties.FromPort, Properties.ToPort]);
    assert.deepEqual(ports.sort(), [
      [8080, 8080],
      [9090, 9090],
    ]);
  });

  test('stays where it is when another comes or goes', () => {
    const alone = templates({ services: { hello: both.hello } }).Ghost.toJSON().Resources;
    const together = served.toJSON().Resources;
    for (const [id, resource] of Object.entries(alone)) {
      if (/Servicehello/.test(id)) assert.deepEqual(together[id], resource, id);
    }
  });

  test('has names that CloudFront takes, whatever its own and that of the blog', () => {
    const long = { name: 'a'.repeat(20), region: 'ap-southeast-1', services: { ['b'.repeat(20)]: both.hello } };
    for (const { Properties } of Object.values(resources(templates(long).Ghost, 'AWS::CloudFront::VpcOrigin')))
      assert.ok(Properties.VpcOriginEndpointConfig.Name.length <= 64, Properties.VpcOriginEndpointConfig.Name);
  });
});
