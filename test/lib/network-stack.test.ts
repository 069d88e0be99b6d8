import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resources, templates, theOnly } from '../support/fixtures.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The subnets that carry a tag, with whether they give out public addresses. */
function subnetsTagged(template: Parameters<typeof resources>[0], key: string) {
  return Object.values(resources(template, 'AWS::EC2::Subnet')).filter(({ Properties }) =>
    Properties.Tags.some((tag: Tag) => tag.Key === key && tag.Value === '1'),
  );
}

describe('the network', () => {
  const { Network: network } = templates();

  test('spreads three kinds of subnet over three zones, without asking AWS which zones there are', () => {
    const subnets = Object.values(resources(network, 'AWS::EC2::Subnet'));
    assert.equal(subnets.length, 9);
    assert.deepEqual(subnets[0]?.Properties.AvailabilityZone, { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] });
  });

  test('has one NAT gateway', () => network.resourceCountIs('AWS::EC2::NatGateway', 1));

  test('gives data subnets no way out', () => {
    const routes = JSON.stringify(resources(network, 'AWS::EC2::Route'));
    assert.doesNotMatch(routes, /Isolated/);
  });

  test('gives no instance a public address by itself', () => {
    for (const { Properties } of Object.values(resources(network, 'AWS::EC2::Subnet'))) {
      assert.notEqual(Properties.MapPublicIpOnLaunch, true);
    }
  });

  test('reaches S3 without the NAT gateway', () => {
    const endpoint = theOnly(network, 'AWS::EC2::VPCEndpoint').Properties;
    assert.equal(endpoint.VpcEndpointType, 'Gateway');
    assert.match(JSON.stringify(endpoint.ServiceName), /\.s3/);
  });

  test('logs every flow for a month', () => {
    assert.equal(theOnly(network, 'AWS::EC2::FlowLog').Properties.TrafficType, 'ALL');
    assert.equal(theOnly(network, 'AWS::Logs::LogGroup').Properties.RetentionInDays, 30);
  });

  test('tells EKS which subnets are for public and which for internal load balancers', () => {
    assert.equal(subnetsTagged(network, 'kubernetes.io/role/elb').length, 3);
    assert.equal(subnetsTagged(network, 'kubernetes.io/role/internal-elb').length, 3);
  });

  test('lets nobody through the default security group', () => {
    network.resourceCountIs('Custom::VpcRestrictDefaultSG', 1);
  });

  test('keeps the logical id of the VPC, whose replacement would replace everything', () => {
    assert.equal(theOnly(network, 'AWS::EC2::VPC').logicalId, 'Vpc8378EB38');
  });
});

describe('the network with high availability', () => {
  const { Network: network } = templates({ availability: 'high' });

  test('has a NAT gateway in each of three zones', () => network.resourceCountIs('AWS::EC2::NatGateway', 3));

  test('has the very subnets of a single one, because neither ranges nor zones can be moved later', () => {
    const subnets = resources(templates({ availability: 'single' }).Network, 'AWS::EC2::Subnet');
    assert.deepEqual(resources(network, 'AWS::EC2::Subnet'), subnets);
  });
});

describe('the network with zones from the config', () => {
  test('uses exactly these', () => {
    const { Network: network } = templates({ availabilityZones: ['eu-west-1b', 'eu-west-1c'] });
    const zones = Object.values(resources(network, 'AWS::EC2::Subnet')).map(
      ({ Properties }) => Properties.AvailabilityZone,
    );
    assert.deepEqual([...new Set(zones)].sort(), ['eu-west-1b', 'eu-west-1c']);
  });
});
