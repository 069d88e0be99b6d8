import type { TemplateResource } from '../facts.ts';
import { type Door, doorsOf, isAsWide, isWorldwide } from './doors.ts';
import { textOf } from './iam/pattern.ts';
import { holds } from './networks.ts';
import { fieldsIn, isSwitchedOn } from './parts.ts';
import { gained, kept, lost, property, type Rule, type Rules, switchedOn } from './rule.ts';

/** Who reaches what. */
export const NETWORK_RULES: Rules = {
  internetDoor: entrance('lets the whole internet in', isWorldwide),
  door: entrance('lets traffic in that it did not let in', (door) => !isWorldwide(door)),
  exit: kept('lets traffic out that it did not let out', (before, after) => {
    const earlier = doorsOf(before, 'out');
    return doorsOf(after, 'out').some((door) => !earlier.some((one) => isAsWide(one, door)));
  }),
  publicDatabase: switchedOn('can be reached from the internet', ({ PubliclyAccessible: is }) => {
    return is !== undefined && String(is) !== 'false';
  }),
  publicByDefault: property('PubliclyAccessible', 'may be reached from the internet: AWS decides', (before, after) => {
    return String(before) === 'false' && after === undefined;
  }),
  publicBalancer: gained('can be reached from the internet', (resource) => {
    const isBalancer = resource?.Type === 'AWS::ElasticLoadBalancingV2::LoadBalancer';
    return isBalancer && resource.Properties?.Scheme !== 'internal' ? ['public'] : [];
  }),
  publicSubnet: switchedOn('gives public addresses to what starts in it', (properties) => {
    return isSwitchedOn(properties.MapPublicIpOnLaunch);
  }),
  publicBucket: lost('may be opened to the public: what keeps that off is gone', blocks),
  publicObjects: gained('is opened to the public', (resource) => {
    const off = Object.entries(resource?.Properties?.PublicAccessBlockConfiguration ?? {}).filter(
      ([, on]) => on === false,
    );
    const access = fieldsIn(resource, /^AccessControl$/).filter((field) => /Public|Authenticated/.test(field));
    return resource?.Type === 'AWS::S3::Bucket' ? [...off.map(([name]) => name), ...access] : [];
  }),
  clusterNetworks: ({ before, after }) => {
    const earlier = apiNetworks(before);
    return apiNetworks(after).some((network) => !earlier.some((one) => holds(one, network)))
      ? 'lets more networks reach the Kubernetes API'
      : undefined;
  },
};

function entrance(what: string, counts: (door: Door) => boolean): Rule {
  return ({ before, after }) => {
    const earlier = doorsOf(before, 'in');
    const doors = doorsOf(after, 'in').filter(counts);
    return doors.some((door) => !earlier.some((one) => isAsWide(one, door))) ? what : undefined;
  };
}

/** What keeps a bucket from the public, see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
function blocks({ Properties = {} }: TemplateResource): string[] {
  const { PublicAccessBlockConfiguration: block } = Properties;
  return Object.entries(block ?? {}).flatMap(([name, on]) => (String(on) === 'true' ? [name] : []));
}

/** The networks that reach the API of a cluster from the internet; without a list, every one does once it is public. */
function apiNetworks(resource: TemplateResource | undefined): readonly string[] {
  if (resource?.Type !== 'AWS::EKS::Cluster') return [];
  const { EndpointPublicAccess, PublicAccessCidrs } = (resource.Properties?.ResourcesVpcConfig ?? {}) as VpcConfig;
  // EKS makes the API public unless it is told not to.
  return String(EndpointPublicAccess) === 'false' ? [] : (PublicAccessCidrs ?? ['0.0.0.0/0']).map(textOf);
}

interface VpcConfig {
  readonly EndpointPublicAccess?: unknown;
  readonly PublicAccessCidrs?: readonly unknown[];
}
