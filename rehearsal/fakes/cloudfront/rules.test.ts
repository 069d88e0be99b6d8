import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distributionRules, isForwarded } from './rules.ts';
import { deployedGhost, distribution, first } from './stack.ts';

const rule = (pattern: string, deployed = deployedGhost()) => {
  const found = distributionRules(deployed).find((behavior) => behavior.pattern === pattern);
  assert.ok(found, pattern);
  return found;
};

const originOf = (pattern: string) => {
  const found = rule(pattern);
  assert.ok(isForwarded(found), `${pattern} leads to a bucket`);
  return found.origin;
};

test('behaviors are tried in the order of the template, the default last', () => {
  const patterns = distributionRules(deployedGhost()).map(({ pattern }) => pattern);
  assert.deepEqual(patterns, ['/ghost/assets/*', '/ghost/*', '/members/*', '/content/*', '/hook/*', '/.away/*', '*']);
});

test('a behavior that the template loses is lost in CloudFront', () => {
  const without = deployedGhost((resources) => {
    const config = distribution(resources);
    config.CacheBehaviors = config.CacheBehaviors.filter(
      (one: { PathPattern: string }) => one.PathPattern !== '/hook/*',
    );
  });
  assert.ok(!distributionRules(without).some(({ pattern }) => pattern === '/hook/*'));
});

test('each origin leads over its port to a target group of its own', () => {
  assert.match(originOf('*').targetGroupArn, /GhostTargets/);
  assert.match(originOf('/hook/*').targetGroupArn, /WebhookTargets/);
  assert.deepEqual(originOf('*').customHeaders, { 'x-forwarded-proto': 'https' });
});

test('readers send the named headers only, the admin area all, the webhook all but Host', () => {
  assert.equal(rule('*').forwarding.header('accept-language'), true);
  // A stranger must not choose the host name in a page.
  assert.equal(rule('*').forwarding.header('x-forwarded-host'), false);
  assert.equal(rule('/ghost/*').forwarding.header('host'), true);
  assert.equal(rule('/hook/*').forwarding.header('host'), false);
  assert.equal(rule('/hook/*').forwarding.header('x-hub-signature-256'), true);
});

test('answers get the security headers of the policy', () => {
  const added = rule('*').addedHeaders;
  assert.deepEqual(
    added.find(({ name }) => name === 'strict-transport-security'),
    { name: 'strict-transport-security', value: 'max-age=31536000', override: true },
  );
});

test('an origin whose port no listener has is an error that names it', () => {
  const deployed = deployedGhost((resources) => {
    first(resources, 'AWS::ElasticLoadBalancingV2::Listener').Properties.Port = 9999;
  });
  assert.throws(() => distributionRules(deployed), /GhostOrigin.*no listener.*8080/);
});

test('a target group that Auto Mode would never fill is an error', () => {
  const deployed = deployedGhost((resources) => {
    first(resources, 'AWS::ElasticLoadBalancingV2::TargetGroup').Properties.Tags = [];
  });
  assert.throws(() => distributionRules(deployed), /lacks the tag eks:eks-cluster-name/);
});

test('errors of an origin that is away lead to one page, told as 503, whose bucket only this distribution reads', () => {
  const { errorPages } = rule('/ghost/*');
  const [page] = errorPages.values();
  assert.deepEqual([...errorPages.keys()], [502, 503, 504]);
  assert.ok([...errorPages.values()].every(({ status, path }) => status === 503 && path === page?.path));
  const { origin, addedHeaders } = rule('/.away/*');
  assert.ok('bucket' in origin);
  assert.ok(addedHeaders.some(({ name, value }) => name === 'retry-after' && value === '5'));
});

test('a bucket that CloudFront may not read, or asks without a signature, is an error', () => {
  const forbidden = deployedGhost((resources) => {
    first(resources, 'AWS::S3::BucketPolicy').Properties.PolicyDocument.Statement.pop();
  });
  assert.throws(() => distributionRules(forbidden), /AwayBucket.*no policy of it lets CloudFront read/);
  const unsigned = deployedGhost((resources) => {
    const { OriginAccessControlConfig } = first(resources, 'AWS::CloudFront::OriginAccessControl').Properties;
    OriginAccessControlConfig.SigningBehavior = 'never';
  });
  assert.throws(() => distributionRules(unsigned), /AwayAccess.*not emulated.*SigningBehavior/s);
});

test('what is not emulated is an error, not a green rehearsal', () => {
  const withFunction = deployedGhost((resources) => {
    distribution(resources).DefaultCacheBehavior.LambdaFunctionAssociations = [];
  });
  assert.throws(() => distributionRules(withFunction), /not emulated.*LambdaFunctionAssociations/s);
  const withPolicy = deployedGhost((resources) => {
    distribution(resources).DefaultCacheBehavior.OriginRequestPolicyId = 'acba4595-bd28-49b8-b9fe-13317c0390fa';
  });
  assert.throws(() => distributionRules(withPolicy), /managed policy .*acba4595.* is not emulated/);
});

test('a behavior whose origin is gone is an error', () => {
  const deployed = deployedGhost((resources) => {
    distribution(resources).Origins = [];
  });
  assert.throws(() => distributionRules(deployed), /names the origin ghost, which is not there/);
});
