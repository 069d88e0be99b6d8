import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { databaseRoots } from '../../lib/config/database-roots.ts';
import { servicePathFault } from '../../lib/config/services.ts';
import { madeBy, resources, settingsOf, type TemplateResource, templates, theOnly } from '../support/fixtures.ts';

const MAIL = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-AbCdEf';
/** CloudFront's own policy. */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const MANIFEST = 'Custom::AWSCDK-EKS-KubernetesResource';

const { Ghost: ghost } = templates();
const deployment = readFileSync('gitops/apps/ghost/deployment.yaml', 'utf8');
const distribution = theOnly(ghost, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;

/** The behaviour of the distribution for a path. */
function behaviour(path: string) {
  const found = distribution.CacheBehaviors.find(({ PathPattern }: { PathPattern: string }) => PathPattern === path);
  assert.ok(found, `no behaviour for ${path}`);
  return found;
}

function originOf(id: string) {
  return distribution.Origins.find(({ Id }: { Id: string }) => Id === id);
}

test('a web ACL of the config judges each request, and without one there is none', () => {
  const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/blog/01234567-89ab-cdef-0123-456789abcdef';
  const { Ghost } = templates({ blog: { ownerEmail: 'owner@example.com', webAclArn } });
  const of = (template: typeof ghost) =>
    theOnly(template, 'AWS::CloudFront::Distribution').Properties.DistributionConfig.WebACLId;
  assert.equal(of(Ghost), webAclArn);
  assert.equal(of(ghost), undefined);
});

describe('access logs', () => {
  const of = (keepDays: number) => templates({ blog: { ownerEmail: 'owner@example.com', accessLogs: { keepDays } } });
  const Ghost = of(30).Ghost;
  const [id = '', bucket] =
    Object.entries(resources(Ghost, 'AWS::S3::Bucket')).find(([one]) => one.includes('Log')) ?? [];

  test('are written for the days of the config, without cookies, to a bucket that nobody sees from outside', () => {
    const { Logging } = theOnly(Ghost, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
    assert.deepEqual(Logging, { Bucket: { 'Fn::GetAtt': [id, 'RegionalDomainName'] } });
    assert.ok(bucket);
    const [{ ExpirationInDays }] = bucket.Properties.LifecycleConfiguration.Rules;
    assert.equal(ExpirationInDays, 30);
    assert.ok(Object.values(bucket.Properties.PublicAccessBlockConfiguration).every((blocked) => blocked === true));
  });

  test('can be delivered: the bucket takes the list by which CloudFront may write', () =>
    assert.deepEqual(bucket?.Properties.OwnershipControls, { Rules: [{ ObjectOwnership: 'ObjectWriter' }] }));

  test('are those from before, whatever else is merged: the bucket keeps its logical id', () =>
    assert.equal(id, 'CdnAccessLogs9F466A83'));

  test('are not deleted by the merge that turns them off', () =>
    assert.deepEqual([bucket?.DeletionPolicy, bucket?.UpdateReplacePolicy], ['RetainExceptOnCreate', 'Retain']));

  test('are not written unless the config says so', () => {
    const { Logging } = theOnly(ghost, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
    assert.equal(Logging, undefined);
    assert.equal(Object.keys(resources(ghost, 'AWS::S3::Bucket')).length, 1);
  });
});

describe('the social web', () => {
  const paths = ['/.ghost/activitypub/*', '/.well-known/webfinger', '/.well-known/nodeinfo'];
  const of = (socialWeb: 'on' | 'off') => templates({ blog: { ownerEmail: 'owner@example.com', socialWeb } }).Ghost;
  const config = (template: typeof ghost) =>
    theOnly(template, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;

  test('leads nowhere unless the config turns it on, and Ghost does not offer it', () => {
    const patterns = distribution.CacheBehaviors.map((one: { PathPattern: string }) => one.PathPattern);
    assert.deepEqual(
      patterns.filter((one: string) => paths.includes(one)),
      [],
    );
    assert.equal(settingsOf(ghost).SOCIAL_WEB_DISABLED, 'true');
  });

  test('leads to the service of its authors, over TLS and uncached, once it is on', () => {
    const { CacheBehaviors, Origins } = config(of('on'));
    const found = CacheBehaviors.filter(({ PathPattern }: { PathPattern: string }) => paths.includes(PathPattern));
    assert.deepEqual(
      found.map((one: Record<string, unknown>) => [one.PathPattern, one.TargetOriginId, one.CachePolicyId]),
      paths.map((path) => [path, 'social-web', CACHING_DISABLED]),
    );
    const origin = Origins.find(({ Id }: { Id: string }) => Id === 'social-web');
    assert.deepEqual(
      [origin.DomainName, origin.CustomOriginConfig.OriginProtocolPolicy],
      ['ap.ghost.org', 'https-only'],
    );
    assert.equal(settingsOf(of('on')).SOCIAL_WEB_DISABLED, 'false');
  });
});

describe('a blog without a domain of its own', () => {
  test('has no trace of one: names, certificate, records, outputs and function are what they were', () => {
    assert.deepEqual([distribution.Aliases, distribution.ViewerCertificate], [undefined, undefined]);
    const types = Object.values(ghost.toJSON().Resources as Record<string, TemplateResource>).map(({ Type }) => Type);
    assert.deepEqual(
      types.filter((type) => /Route53|CertificateManager/.test(type)),
      [],
    );
    assert.deepEqual(
      Object.keys(ghost.findOutputs('*')).filter((key) => /Url|Dns/.test(key)),
      ['BlogUrl'],
    );
    const { FunctionCode } = theOnly(ghost, 'AWS::CloudFront::Function').Properties;
    assert.equal(FunctionCode, readFileSync('lib/constructs/viewer-request.cjs', 'utf8'));
  });
});

describe('a reader', () => {
  test('is sent to https', () => {
    assert.equal(distribution.DefaultCacheBehavior.ViewerProtocolPolicy, 'redirect-to-https');
    assert.equal(distribution.HttpVersion, 'http2and3');
  });

  test('reaches Ghost by no behavior without its own address: Ghost limits sign-ins by it', () => {
    const { FunctionARN } = distribution.DefaultCacheBehavior.FunctionAssociations[0];
    const [published] = FunctionARN['Fn::GetAtt'];
    assert.equal(resources(ghost, 'AWS::CloudFront::Function')[published]?.Properties.AutoPublish, true);
    const all = [distribution.DefaultCacheBehavior, ...distribution.CacheBehaviors];
    for (const one of all.filter(({ TargetOriginId }) => TargetOriginId !== 'away')) {
      const pattern = one.PathPattern ?? '*';
      assert.deepEqual(one.FunctionAssociations, [{ EventType: 'viewer-request', FunctionARN }], pattern);
    }
  });

  test('changes nothing under /content/*', () => {
    assert.deepEqual(behaviour('/content/*').AllowedMethods, ['GET', 'HEAD', 'OPTIONS']);
  });

  test('sees a change of a page or a theme within seconds, whatever Ghost lets the cache keep', () => {
    const { MaxTTL } = madeBy(ghost, 'AWS::CloudFront::CachePolicy', 'CdnPages').Properties.CachePolicyConfig;
    assert.ok(MaxTTL > 0, 'at 0 nothing would be kept for the time without a pod');
    assert.ok(2 * MaxTTL <= 5, 'a regional cache may add its time to that of the edge');
  });

  test('never gets what was meant for somebody else: no policy keeps an answer that forbids it', () => {
    for (const { Properties } of Object.values(resources(ghost, 'AWS::CloudFront::CachePolicy'))) {
      const { MinTTL, DefaultTTL } = Properties.CachePolicyConfig;
      assert.deepEqual([MinTTL, DefaultTTL], [0, 0]);
    }
  });

  test('sees what is back after an error within seconds', () => {
    const kept = Object.fromEntries(
      distribution.CustomErrorResponses.map((one: Record<string, number>) => [one.ErrorCode, one.ErrorCachingMinTTL]),
    );
    assert.deepEqual(kept, { 404: 1, 500: 1, 502: 1, 503: 1, 504: 1 });
  });

  test('does not wait half a minute for a load balancer that takes no connection', () => {
    for (const id of ['ghost', 'webhook']) {
      const { ConnectionAttempts, ConnectionTimeout } = originOf(id);
      assert.ok(ConnectionAttempts * ConnectionTimeout <= 5, id);
    }
  });

  test('never sees a page that was made for a member', () => {
    const { CookiesConfig } = madeBy(ghost, 'AWS::CloudFront::CachePolicy', 'CdnPages').Properties.CachePolicyConfig
      .ParametersInCacheKeyAndForwardedToOrigin;
    for (const cookie of ['ghost-members-ssr', 'ghost-private', 'ghost-admin-toolbar'])
      assert.ok(CookiesConfig.Cookies.includes(cookie), `${cookie} must be part of the cache key`);
  });

  test('cannot choose the host name in a page that is cached for others', () => {
    const { OriginRequestPolicyConfig } = theOnly(ghost, 'AWS::CloudFront::OriginRequestPolicy').Properties;
    assert.equal(OriginRequestPolicyConfig.HeadersConfig.HeaderBehavior, 'whitelist');
    // Ghost shows a preview to whoever sends the header, and forbids to keep it; the rehearsal of the blog sees both.
    assert.deepEqual(
      OriginRequestPolicyConfig.HeadersConfig.Headers.filter((h: string) => h.startsWith('X-')),
      ['X-Ghost-Preview'],
    );
  });

  test('gets the headers that browsers guard a site by', () => {
    for (const { Properties } of Object.values(resources(ghost, 'AWS::CloudFront::ResponseHeadersPolicy'))) {
      assert.deepEqual(Object.keys(Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig).sort(), [
        'ContentTypeOptions',
        'FrameOptions',
        'ReferrerPolicy',
        'StrictTransportSecurity',
      ]);
    }
  });

  test('is not in the hold of a page elsewhere that opened the blog in a window, and a service may say otherwise', () => {
    const policies = Object.values(resources(ghost, 'AWS::CloudFront::ResponseHeadersPolicy'));
    assert.ok(policies.length > 0);
    for (const { Properties } of policies) {
      const { Items } = Properties.ResponseHeadersPolicyConfig.CustomHeadersConfig;
      const found = Items.filter(({ Header }: { Header: string }) => Header === 'Cross-Origin-Opener-Policy');
      assert.deepEqual(found, [
        { Header: 'Cross-Origin-Opener-Policy', Value: 'same-origin-allow-popups', Override: false },
      ]);
    }
  });

  test('does not end in a redirect loop: Ghost learns that the reader came by https', () => {
    assert.deepEqual(originOf('ghost').OriginCustomHeaders, [
      { HeaderName: 'X-Forwarded-Proto', HeaderValue: 'https' },
    ]);
  });
});

describe('the cache', () => {
  for (const path of ['/ghost/*', '/members/*', '/hook/*']) {
    test(`never holds ${path}`, () => assert.equal(behaviour(path).CachePolicyId, CACHING_DISABLED));
  }

  test('holds /content/* without regard to cookies', () => {
    const { CookiesConfig } = madeBy(ghost, 'AWS::CloudFront::CachePolicy', 'CdnContent').Properties.CachePolicyConfig
      .ParametersInCacheKeyAndForwardedToOrigin;
    assert.equal(CookiesConfig.CookieBehavior, 'none');
    assert.match(JSON.stringify(behaviour('/content/*').CachePolicyId), /CdnContent/);
  });

  test("holds uploads and the admin area's own files for a year: their addresses change with their content", () => {
    const { MaxTTL } = madeBy(ghost, 'AWS::CloudFront::CachePolicy', 'CdnContent').Properties.CachePolicyConfig;
    assert.equal(MaxTTL, 31_536_000);
    assert.match(JSON.stringify(behaviour('/ghost/assets/*').CachePolicyId), /CdnContent/);
    const patterns = distribution.CacheBehaviors.map((one: { PathPattern: string }) => one.PathPattern);
    assert.ok(patterns.indexOf('/ghost/assets/*') < patterns.indexOf('/ghost/*'), 'the first that fits counts');
  });
});

describe('"back in a moment"', () => {
  const away = behaviour('/.away/*');
  const responses: Record<string, unknown>[] = distribution.CustomErrorResponses;
  const pages = responses.filter(({ ResponsePagePath }) => ResponsePagePath !== undefined);
  const { Create, Delete } = theOnly(ghost, 'Custom::AwayPage').Properties;
  const written = (call: { 'Fn::Join': [string, unknown[]] }) =>
    JSON.parse(call['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'bucket')).join(''));
  const { Key, Body, ContentType } = written(Create).parameters;

  test('is told as 503, whichever way the origin is away, and asked again after a second', () =>
    assert.deepEqual(
      pages.map((one) => [one.ErrorCode, one.ResponseCode, one.ErrorCachingMinTTL, one.ResponsePagePath]),
      [502, 503, 504].map((code) => [code, 503, 1, `/${Key}`]),
    ));

  test('says when to try again, to programs by a header and to browsers by itself, without a script', () => {
    const { CustomHeadersConfig } = madeBy(ghost, 'AWS::CloudFront::ResponseHeadersPolicy', 'CdnAway').Properties
      .ResponseHeadersPolicyConfig;
    const [after] = CustomHeadersConfig.Items.filter(({ Header }: { Header: string }) => Header === 'Retry-After');
    assert.deepEqual(after, { Header: 'Retry-After', Value: '5', Override: true });
    assert.match(Body, /<meta http-equiv="refresh" content="5">/);
    assert.doesNotMatch(Body, /<script|https?:/);
    assert.match(ContentType, /^text\/html; charset=utf-8$/);
  });

  test('never stays in a browser or a search engine', () => {
    assert.equal(written(Create).parameters.CacheControl, undefined, 'a browser keeps no 503 unless it is told to');
    assert.match(Body, /noindex/);
  });

  test('is another object when it changes, which CloudFront does not know yet', () => {
    assert.equal(written(Create).physicalResourceId.id, Key);
    assert.equal(written(Delete).parameters.Key, Key);
    assert.equal(Key, `.away/${createHash('sha256').update(Body).digest('hex').slice(0, 12)}.html`);
  });

  test('lies in a bucket that nobody reads but this distribution, signed and over TLS', () => {
    const { PublicAccessBlockConfiguration } = theOnly(ghost, 'AWS::S3::Bucket').Properties;
    assert.deepEqual(new Set(Object.values(PublicAccessBlockConfiguration)), new Set([true]));
    const { Statement } = theOnly(ghost, 'AWS::S3::BucketPolicy').Properties.PolicyDocument;
    const [tls, read, ...others] = Statement;
    assert.deepEqual([tls.Effect, tls.Condition, others], ['Deny', { Bool: { 'aws:SecureTransport': 'false' } }, []]);
    assert.deepEqual([read.Action, read.Principal], ['s3:GetObject', { Service: 'cloudfront.amazonaws.com' }]);
    assert.match(JSON.stringify(read.Condition), /AWS:SourceArn.*"Ref":"CdnDistribution/);
    assert.equal(
      theOnly(ghost, 'AWS::CloudFront::OriginAccessControl').Properties.OriginAccessControlConfig.SigningBehavior,
      'always',
    );
  });

  test('is there before the distribution leads to it', () => {
    const { DependsOn = [] } = theOnly(ghost, 'AWS::CloudFront::Distribution');
    assert.ok(DependsOn.includes(theOnly(ghost, 'Custom::AwayPage').logicalId));
  });

  test('brings no function of its own', () => {
    const functions = Object.keys(resources(ghost, 'AWS::Lambda::Function'));
    assert.equal(functions.filter((id) => id.startsWith('AWS679')).length, 1);
    assert.deepEqual(
      functions.filter((id) => /BucketDeployment|AutoDelete/.test(id)),
      [],
    );
  });

  test('is at an address that no post and no service can have', () => {
    assert.equal(away.TargetOriginId, 'away');
    assert.equal(servicePathFault('/.away/*') === undefined, false);
  });
});

describe('the push webhook', () => {
  const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

  test('goes to the receiver and not to Ghost', () => assert.equal(behaviour('/hook/*').TargetOriginId, 'webhook'));
  test('keeps every header that its signature needs', () => {
    assert.equal(behaviour('/hook/*').OriginRequestPolicyId, ALL_VIEWER_EXCEPT_HOST);
  });
  test('may be posted', () => assert.ok(behaviour('/hook/*').AllowedMethods.includes('POST')));
  test('is refused without TLS', () => assert.equal(behaviour('/hook/*').ViewerProtocolPolicy, 'https-only'));
});

describe('the load balancer', () => {
  const balancer = theOnly(ghost, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties;

  test('is internal, and reaches targets in every zone', () => {
    assert.equal(balancer.Scheme, 'internal');
    const attributes = JSON.stringify(balancer.LoadBalancerAttributes);
    assert.match(attributes, /"load_balancing.cross_zone.enabled","Value":"true"/);
  });

  test('is reached by CloudFront only, in the one rule that fits a security group', () => {
    const rules = Object.values(resources(ghost, 'AWS::EC2::SecurityGroupIngress')).filter(({ Properties }) =>
      /LoadBalancerSecurityGroup/.test(JSON.stringify(Properties.GroupId)),
    );
    assert.equal(rules.length, 1);
    assert.match(JSON.stringify(rules[0]?.Properties.SourcePrefixListId), /PrefixListId/);
    assert.deepEqual([rules[0]?.Properties.FromPort, rules[0]?.Properties.ToPort], [8080, 8081]);
  });

  test("looks CloudFront's addresses up at deploy time, by the name of the managed list", () => {
    const lookup = JSON.stringify(theOnly(ghost, 'Custom::CloudFrontPrefixList').Properties);
    assert.match(lookup, /com\.amazonaws\.global\.cloudfront\.origin-facing/);
  });

  test('is the only one that reaches the pods of Ghost and of the receiver', () => {
    const ports = Object.values(resources(ghost, 'AWS::EC2::SecurityGroupIngress'))
      .filter(({ Properties }) => /fixture-cluster/.test(JSON.stringify(Properties.GroupId)))
      .map(({ Properties }) => [
        Properties.FromPort,
        /LoadBalancer/.test(JSON.stringify(Properties.SourceSecurityGroupId)),
      ]);
    assert.deepEqual(ports.sort(), [
      [2368, true],
      [9292, true],
    ]);
  });

  test('has target groups that Auto Mode may fill', () => {
    for (const [id, { Properties }] of Object.entries(resources(ghost, 'AWS::ElasticLoadBalancingV2::TargetGroup'))) {
      const tag = Properties.Tags.find(({ Key }: { Key: string }) => Key === 'eks:eks-cluster-name');
      assert.ok(tag, `${id}: Auto Mode ignores a target group without the tag eks:eks-cluster-name`);
      assert.equal(Properties.TargetType, 'ip');
    }
  });

  test('shows pods its own address, so that their network policies can name it', () => {
    for (const { Properties } of Object.values(resources(ghost, 'AWS::ElasticLoadBalancingV2::TargetGroup'))) {
      assert.match(JSON.stringify(Properties.TargetGroupAttributes), /"preserve_client_ip.enabled","Value":"false"/);
    }
  });

  test('sends readers to a new pod after two answers, ten seconds', () => {
    for (const { Properties } of Object.values(resources(ghost, 'AWS::ElasticLoadBalancingV2::TargetGroup'))) {
      const { HealthCheckIntervalSeconds, HealthyThresholdCount, UnhealthyThresholdCount } = Properties;
      assert.deepEqual([HealthCheckIntervalSeconds, HealthyThresholdCount, UnhealthyThresholdCount], [5, 2, 2]);
      assert.ok(
        Properties.HealthCheckTimeoutSeconds < HealthCheckIntervalSeconds,
        'or a pod that hangs is noticed later',
      );
    }
  });

  test('gives a pod that goes as long as Ghost takes to end, and then leaves no connection to it open', () => {
    for (const { Properties } of Object.values(resources(ghost, 'AWS::ElasticLoadBalancingV2::TargetGroup'))) {
      const attributes = Object.fromEntries(
        Properties.TargetGroupAttributes.map(({ Key, Value }: Record<string, string>) => [Key, Value]),
      );
      assert.equal(attributes['deregistration_delay.connection_termination.enabled'], 'true');
      const milliseconds = /server__shutdownTimeout, value: "(\d+)"/.exec(deployment)?.[1];
      assert.equal(Number(attributes['deregistration_delay.timeout_seconds']) * 1000, Number(milliseconds));
    }
  });

  test('has a VPC origin for each listener, because the port belongs to the origin', () => {
    const ports = Object.values(resources(ghost, 'AWS::CloudFront::VpcOrigin')).map(
      ({ Properties }) => Properties.VpcOriginEndpointConfig.HTTPPort,
    );
    assert.deepEqual(ports.sort(), [8080, 8081]);
  });
});

describe('a VPC origin', () => {
  const origins = (overrides = {}) => resources(templates(overrides).Ghost, 'AWS::CloudFront::VpcOrigin');

  test('is replaced and never updated: CloudFront refuses to update one that is in use, even its tags', () => {
    const [before, after] = [origins(), origins({ name: 'renamed' })];
    const kept = Object.keys(before).filter((id) => id in after);
    assert.deepEqual(kept, [], 'its logical id must change with the stack tags, the port and the load balancer');
  });

  test('stays as long as nothing about it changes', () => {
    assert.deepEqual(Object.keys(origins({ database: { backupDays: 9 } })), Object.keys(origins()));
  });

  test('waits a minute for Ghost: large themes and exports take longer than CloudFront waits by default', () => {
    assert.equal(originOf('ghost').VpcOriginConfig.OriginReadTimeout, 60);
  });
});

describe('an author in the admin area', () => {
  const { Headers } = theOnly(ghost, 'AWS::CloudFront::OriginRequestPolicy').Properties.OriginRequestPolicyConfig
    .HeadersConfig;

  test('sees a preview of design and announcement bar, which Ghost makes of a header', () =>
    assert.ok(Headers.includes('X-Ghost-Preview')));
  test("sees no staff toolbar inside the admin area's own frame", () => assert.ok(Headers.includes('Sec-Fetch-Dest')));
  test('needs no more headers than a policy may list', () => assert.ok(Headers.length <= 10));
});

describe('what users upload', () => {
  const fileSystem = theOnly(ghost, 'AWS::EFS::FileSystem');

  test('outlives the stack, encrypted and backed up daily; only a first deployment that fails takes it along', () => {
    assert.equal(fileSystem.DeletionPolicy, 'RetainExceptOnCreate');
    assert.equal(fileSystem.UpdateReplacePolicy, 'Retain');
    assert.equal(fileSystem.Properties.Encrypted, true);
    assert.equal(fileSystem.Properties.BackupPolicy.Status, 'ENABLED');
  });

  test('keeps the logical id of the file system', () =>
    assert.equal(fileSystem.logicalId, 'ContentFileSystem939153B0'));

  test('is mounted in every zone', () => ghost.resourceCountIs('AWS::EFS::MountTarget', 3));

  test('is reached by the cluster only', () => {
    const rules = Object.values(resources(ghost, 'AWS::EC2::SecurityGroupIngress')).filter(
      ({ Properties }) => Properties.FromPort === 2049,
    );
    assert.equal(rules.length, 1);
    assert.match(JSON.stringify(rules[0]?.Properties.SourceSecurityGroupId), /ClusterSecurityGroupId/);
  });

  test('is mounted by the CSI driver alone, by the access point, with TLS', () => {
    assert.match(
      JSON.stringify(madeBy(ghost, 'AWS::IAM::Policy', 'ContentDriver')),
      /"elasticfilesystem:AccessPointArn"/,
    );
  });

  test('denies what comes without TLS, and lets nobody mount it who is not granted that', () => {
    const { Statement } = fileSystem.Properties.FileSystemPolicy;
    const ofEverybody = { Principal: { AWS: '*' } };
    assert.deepEqual(Statement, [
      {
        ...ofEverybody,
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Action: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      // What the CDK adds instead of EFS's default: of no use without elasticfilesystem:ClientMount.
      {
        ...ofEverybody,
        Effect: 'Allow',
        Action: ['elasticfilesystem:ClientRootAccess', 'elasticfilesystem:ClientWrite'],
        Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
      },
    ]);
  });

  test("belongs to Ghost's user", () => {
    assert.deepEqual(theOnly(ghost, 'AWS::EFS::AccessPoint').Properties.PosixUser, { Uid: '1000', Gid: '1000' });
  });

  test('waits for no credentials: the driver is younger than its identity', () => {
    const associations = Object.keys(resources(ghost, 'AWS::EKS::PodIdentityAssociation'));
    const driver = associations.find((id) => id.startsWith('ContentDriver')) ?? '';
    assert.ok(theOnly(ghost, 'AWS::EKS::Addon').DependsOn?.includes(driver));
  });
});

describe('an AWS right', () => {
  test('belongs to External Secrets Operator and the CSI driver; Ghost has none', () => {
    const accounts = Object.values(resources(ghost, 'AWS::EKS::PodIdentityAssociation')).map(
      ({ Properties }) => `${Properties.Namespace}/${Properties.ServiceAccount}`,
    );
    assert.deepEqual(accounts.sort(), ['external-secrets/external-secrets', 'kube-system/efs-csi-node-sa']);
  });

  test('is taken in this cluster, for the pods of its ServiceAccount', () => {
    const roles = Object.entries(resources(ghost, 'AWS::IAM::Role')).filter(([, { Properties }]) =>
      JSON.stringify(Properties.AssumeRolePolicyDocument).includes('pods.eks.amazonaws.com'),
    );
    const conditions = roles.map(([, { Properties }]) => Properties.AssumeRolePolicyDocument.Statement[0].Condition);
    assert.deepEqual(
      conditions.map(({ StringEquals: equals }) => [
        JSON.stringify(equals['aws:SourceArn']).includes('fixture-cluster'),
        equals['aws:RequestTag/kubernetes-namespace'],
        equals['aws:RequestTag/kubernetes-service-account'],
      ]),
      [
        [true, 'kube-system', 'efs-csi-node-sa'],
        [true, 'external-secrets', 'external-secrets'],
      ],
    );
  });

  test('to read secrets names each secret', () => {
    const { Statement } = madeBy(ghost, 'AWS::IAM::Policy', 'ExternalSecrets').Properties.PolicyDocument;
    assert.equal(Statement.length, 1);
    assert.deepEqual(Statement[0].Action, ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue']);
    const secrets = JSON.stringify(Statement[0].Resource);
    assert.equal(Statement[0].Resource.length, 3, secrets);
    assert.doesNotMatch(secrets, /"\*"/);
  });

  test('to read the mail secret comes with the mail secret', () => {
    const { Ghost: withMail } = templates({ blog: { ownerEmail: 'owner@example.com', mailSecretArn: MAIL } });
    assert.match(JSON.stringify(resources(withMail, 'AWS::IAM::Policy')), new RegExp(MAIL));
  });
});

describe('the generated secrets', () => {
  test('are long and free of characters that a header or a shell would change', () => {
    for (const { Properties } of Object.values(resources(ghost, 'AWS::SecretsManager::Secret'))) {
      assert.equal(Properties.GenerateSecretString.PasswordLength, 40);
      assert.equal(Properties.GenerateSecretString.ExcludePunctuation, true);
    }
  });
});

describe('the settings', () => {
  const settings = theOnly(ghost, MANIFEST);

  test('come last, so that no pod is older than its identity', () => {
    const all = Object.entries(ghost.toJSON().Resources as Record<string, TemplateResource>);
    const waitedFor = new Set(settings.DependsOn);
    const missed = all
      .filter(([id, { Type }]) => id !== settings.logicalId && !waitedFor.has(id) && Type !== 'AWS::Lambda::Permission')
      .map(([id]) => id);
    assert.deepEqual(
      missed,
      [],
      'the settings do not wait for these; create them before SettingsConfigMap in ghost-stack.ts',
    );
  });

  test('make Flux act at once when they change', () => {
    assert.match(JSON.stringify(settings.Properties.Manifest), /reconcile\.fluxcd\.io\/watch\\":\\"Enabled/);
  });

  test('name the authorities that may sign the certificate of the database: those of its region', () => {
    const pem = Buffer.from(settingsOf(ghost).DATABASE_CA_BUNDLE ?? '', 'base64').toString();
    const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    assert.equal(blocks.length, 3);
    for (const block of blocks) assert.match(new X509Certificate(block).subject, /Amazon RDS eu-west-1 Root CA/);
  });

  test('pass on the authorities of the config', () => {
    const pem = databaseRoots('us-east-1');
    const { Ghost: other } = templates({ database: { certificateAuthorities: pem } });
    assert.equal(settingsOf(other).DATABASE_CA_BUNDLE, Buffer.from(pem).toString('base64'));
  });

  test('turn mail off without a mail secret, and on with one', () => {
    assert.deepEqual([settingsOf(ghost).MAIL, settingsOf(ghost).MAIL_SECRET_ARN], ['off', 'none']);
    const { Ghost: withMail } = templates({ blog: { ownerEmail: 'owner@example.com', mailSecretArn: MAIL } });
    assert.deepEqual([settingsOf(withMail).MAIL, settingsOf(withMail).MAIL_SECRET_ARN], ['on', MAIL]);
  });

  test('hold no secret, only where secrets are', () => {
    assert.doesNotMatch(JSON.stringify(settings.Properties.Manifest), /resolve:secretsmanager/);
  });

  test('say where the blog is', () => {
    const { SITE_URL = '', SITE_HOST = '' } = settingsOf(ghost);
    assert.equal(SITE_URL, `https://${SITE_HOST}`);
    assert.match(SITE_HOST, /Distribution.*DomainName/);
  });
});
