import type { Finding, TemplateResource } from '../facts.ts';
import { type ResourceChange, subjectOf } from './compare.ts';
import { dropsDenial, widens } from './grants.ts';

/** Says what to look at when a resource changes; undefined when there is nothing. */
type Rule = (change: ResourceChange) => string | undefined;

/** What a resource opens that it did not open before. */
const gained = (what: string, listed: (resource: TemplateResource | undefined) => readonly string[]): Rule => {
  return ({ before, after }) => {
    const earlier = new Set(listed(before));
    return listed(after).some((one) => !earlier.has(one)) ? what : undefined;
  };
};

const setting = (what: string, isOn: (properties: Readonly<Record<string, unknown>>) => boolean): Rule => {
  return gained(what, (resource) => (resource && isOn(resource.Properties ?? {}) ? [what] : []));
};

/** What deserves a closer look, though it loses no data. */
export const LOOK_RULES: Readonly<Record<string, Rule>> = {
  replaced: ({ impact }) => (impact === 'replaced' ? 'is replaced' : undefined),
  possiblyReplaced: ({ impact }) =>
    impact === 'possibly replaced' ? 'is possibly replaced: CloudFormation decides by the value' : undefined,
  permissions: ({ before, after }) =>
    widens(before, after)
      ? 'allows actions, resources or principals that it did not allow, or drops a condition'
      : undefined,
  denial: ({ before, after }) => (after && dropsDenial(before, after) ? 'denies less than it did' : undefined),
  door: gained('lets traffic in that it did not let in', ingressOf),
  publicDatabase: setting('can be reached from the internet', ({ PubliclyAccessible }) => PubliclyAccessible === true),
  publicBucket: ({ before, after }) =>
    before && after && blocked(before).some((one) => !blocked(after).includes(one))
      ? 'may be opened to the public: what keeps that off is gone'
      : undefined,
  clusterNetworks: gained('lets more networks reach the Kubernetes API', apiNetworks),
  unencrypted: ({ before, after }) =>
    before && after && isEncrypted(before) && !isEncrypted(after) ? 'is not encrypted any more' : undefined,
};

/** The changes of infrastructure that deserve a closer look. */
export function toLookAt(changes: readonly ResourceChange[]): Finding[] {
  return changes.flatMap((change) =>
    Object.values(LOOK_RULES)
      .map((rule) => rule(change))
      .filter((what) => what !== undefined)
      .map((what): Finding => ({ kind: 'look', subject: subjectOf(change), change: change.change, what })),
  );
}

const isEncrypted = ({ Properties: { StorageEncrypted, Encrypted, ...other } = {} }: TemplateResource) =>
  StorageEncrypted === true ||
  Encrypted === true ||
  ['BucketEncryption', 'EncryptionConfig', 'KmsMasterKeyId'].some((name) => other[name] !== undefined);

/** What keeps a bucket from the public, see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
function blocked({ Properties = {} }: TemplateResource): string[] {
  const { PublicAccessBlockConfiguration: blocks } = Properties;
  return Object.entries(blocks ?? {}).flatMap(([name, on]) => (on === true ? [name] : []));
}

/** The networks that reach the API of a cluster from the internet; without a list, every one does once it is public. */
function apiNetworks(resource: TemplateResource | undefined): readonly string[] {
  if (resource?.Type !== 'AWS::EKS::Cluster') return [];
  const { EndpointPublicAccess, PublicAccessCidrs } = (resource.Properties?.ResourcesVpcConfig ?? {}) as VpcConfig;
  // EKS makes the API public unless it is told not to.
  return EndpointPublicAccess === false ? [] : (PublicAccessCidrs ?? ['0.0.0.0/0']);
}

interface VpcConfig {
  readonly EndpointPublicAccess?: unknown;
  readonly PublicAccessCidrs?: readonly string[];
}

/** The rules of a security group that let traffic in, one text each; words that describe them do not count. */
function ingressOf(resource: TemplateResource | undefined): string[] {
  const { Type, Properties = {} } = resource ?? {};
  if (Type === 'AWS::EC2::SecurityGroupIngress') return [ruleText(Properties)];
  const rules = Type === 'AWS::EC2::SecurityGroup' ? Properties.SecurityGroupIngress : [];
  return Array.isArray(rules) ? rules.map(ruleText) : [];
}

function ruleText(rule: Readonly<Record<string, unknown>>): string {
  const { Description: _, ...counting } = rule;
  return JSON.stringify(Object.entries(counting).sort(([a], [b]) => (a < b ? -1 : 1)));
}
