import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TemplateResource } from '../../../../cli/review/facts.ts';
import { NETWORK_RULES } from '../../../../cli/review/infrastructure/network-rules.ts';
import { holds } from '../../../../cli/review/infrastructure/networks.ts';
import { changed, resourceRuleTests } from '../../../support/review.ts';
import { database, resource } from './resources.ts';

const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const group = (...SecurityGroupIngress: object[]) => resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress });
const out = (...SecurityGroupEgress: object[]) => resource('AWS::EC2::SecurityGroup', { SecurityGroupEgress });
const balancer = (Scheme: string) => resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme });
const subnet = (MapPublicIpOnLaunch: boolean) => resource('AWS::EC2::Subnet', { MapPublicIpOnLaunch });
const bucket = (PublicAccessBlockConfiguration: Record<string, boolean>) =>
  resource('AWS::S3::Bucket', { PublicAccessBlockConfiguration });
const api = (PublicAccessCidrs: string[] | undefined, EndpointPublicAccess = true) =>
  resource('AWS::EKS::Cluster', { ResourcesVpcConfig: { EndpointPublicAccess, PublicAccessCidrs } });

resourceRuleTests('who reaches what', NETWORK_RULES, {
  internetDoor: {
    said: [group({ ...https, CidrIp: '10.0.0.0/8' }), group({ ...https, CidrIp: '0.0.0.0/0' })],
    unsaid: [group({ ...https, CidrIp: '0.0.0.0/0' }), group({ ...https, CidrIp: '10.0.0.0/8' })],
  },
  door: {
    said: [group({ ...https, SourcePrefixListId: 'pl-1' }), group({ ...https, SourcePrefixListId: 'pl-2' })],
    unsaid: [group({ ...https, CidrIp: '10.0.0.0/8' }), group({ ...https, CidrIp: '10.1.0.0/16' })],
  },
  exit: {
    said: [out({ ...https, CidrIp: '10.0.0.0/8' }), out({ ...https, CidrIp: '0.0.0.0/0' })],
    unsaid: [resource('AWS::EC2::SecurityGroup', { GroupName: 'it' }), out({ ...https, CidrIp: '0.0.0.0/0' })],
  },
  publicDatabase: {
    said: [database({ PubliclyAccessible: false }), database({ PubliclyAccessible: true })],
    unsaid: [database({ PubliclyAccessible: true }), database({ PubliclyAccessible: false })],
  },
  publicBalancer: {
    said: [balancer('internal'), balancer('internet-facing')],
    unsaid: [balancer('internet-facing'), balancer('internal')],
  },
  publicByDefault: {
    said: [database({ Engine: 'mysql', PubliclyAccessible: false }), database({ Engine: 'mysql' })],
    unsaid: [database({ Engine: 'mysql' }), database({ Engine: 'mysql', PubliclyAccessible: false })],
  },
  publicObjects: { said: [undefined, bucket({ BlockPublicAcls: false })], unsaid: [undefined, bucket({})] },
  publicSubnet: { said: [subnet(false), subnet(true)], unsaid: [subnet(true), subnet(false)] },
  publicBucket: {
    said: [bucket({ BlockPublicAcls: true, BlockPublicPolicy: true }), bucket({ BlockPublicAcls: true })],
    unsaid: [bucket({ BlockPublicAcls: true }), bucket({ BlockPublicAcls: true, BlockPublicPolicy: true })],
  },
  clusterNetworks: {
    said: [api(['203.0.113.7/32']), api(['203.0.113.0/24'])],
    unsaid: [api(['203.0.113.0/24']), api(['203.0.113.7/32'])],
  },
});

describe('a door', () => {
  const opens = (before: TemplateResource | undefined, after: TemplateResource) =>
    changed(before, after).some((change) => NETWORK_RULES.door?.(change) !== undefined);
  const from = { CidrIp: '10.0.0.0/8' };
  const reference = { 'Fn::GetAtt': ['Database', 'Endpoint.Port'] };

  for (const [what, before, after, open] of [
    ['is opened on another port', group({ ...https, ...from }), group({ ...https, ToPort: 444, ...from }), true],
    [
      'is opened to another protocol',
      group({ ...https, ...from }),
      group({ ...https, IpProtocol: '-1', ...from }),
      true,
    ],
    ['is not opened on fewer ports', group({ ...https, FromPort: 1, ...from }), group({ ...https, ...from }), false],
    ['is not opened by one protocol of all', group({ IpProtocol: '-1', ...from }), group({ ...https, ...from }), false],
    [
      'is not opened by other words about a port that the template leaves open',
      group({ ...from, IpProtocol: 'tcp', FromPort: reference, Description: 'a' }),
      group({ ...from, IpProtocol: 'tcp', FromPort: reference, Description: 'b' }),
      false,
    ],
    [
      'is not opened by the number of its protocol',
      group({ ...https, ...from }),
      group({ ...https, ...from, IpProtocol: 6 }),
      false,
    ],
    [
      'is opened on every port by a word',
      group({ ...https, ...from }),
      group({ IpProtocol: 'tcp', FromPort: '-1', ToPort: '-1', ...from }),
      true,
    ],
    [
      'is opened by a rule that is no list',
      group(),
      resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: { ...https, ...from } }),
      true,
    ],
    [
      'is opened by a resource of its own',
      undefined,
      resource('AWS::EC2::SecurityGroupIngress', { ...https, ...from }),
      true,
    ],
    [
      'is opened by an entry of a prefix list',
      resource('AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.0.0.0/16' }] }),
      resource('AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.0.0.0/15' }] }),
      true,
    ],
  ] as const) {
    test(what, () => assert.equal(opens(before, after), open));
  }
});

describe('a database is public', () => {
  const says = (value: unknown) =>
    changed(database({ PubliclyAccessible: false }), database({ PubliclyAccessible: value })).some(
      (change) => NETWORK_RULES.publicDatabase?.(change) !== undefined,
    );
  test('by a word as well', () => assert.ok(says('true')));
  test('where the template leaves it open', () => assert.ok(says({ Ref: 'Public' })));
  test('but not by the other word', () => assert.ok(!says('false')));
});

describe('the Kubernetes API', () => {
  const opens = (before: TemplateResource, after: TemplateResource) =>
    changed(before, after).some((change) => NETWORK_RULES.clusterNetworks?.(change) !== undefined);
  test('is reached by more when it becomes public', () => assert.ok(opens(api([], false), api(['203.0.113.7/32']))));
  test('is reached by everybody when the list goes', () => assert.ok(opens(api(['203.0.113.7/32']), api(undefined))));
  test('is reached by no more when it becomes private', () => assert.ok(!opens(api(undefined), api(undefined, false))));
});

describe('a network holds another one', () => {
  for (const [outer, inner, expected] of [
    ['2001:db8::/32', '2001:db8:1::/48', true],
    ['2001:db8:1::/48', '2001:db8::/32', false],
    ['0.0.0.0/0', '2001:db8::/32', false],
    ['sg-1', 'sg-1', true],
    ['sg-1', '10.0.0.0/8', false],
  ] as const) {
    test(`${outer} ${inner}: ${expected}`, () => assert.equal(holds(outer, inner), expected));
  }
});
