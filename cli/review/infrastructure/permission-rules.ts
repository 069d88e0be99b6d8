import type { TemplateResource } from '../facts.ts';
import { dropsDenial, widens } from './iam/grants.ts';
import { textOf } from './iam/pattern.ts';
import { gained, kept, property, type Rules } from './rule.ts';

/** What a resource may do, and who may use it. */
export const PERMISSION_RULES: Rules = {
  permissions: ({ before, after }) =>
    widens(before, after)
      ? 'allows actions, resources or principals that it did not allow, or drops a condition'
      : undefined,
  denial: ({ before, after }) => (dropsDenial(before, after) ? 'denies less than it did' : undefined),
  managedPolicies: gained('gets a managed policy that it did not have', (resource) =>
    listed(resource?.Properties?.ManagedPolicyArns),
  ),
  attached: kept('is attached to more than before', (before, after) => {
    const earlier = holdersOf(before);
    return holdersOf(after).some((holder) => !earlier.includes(holder));
  }),
  boundary: property('PermissionsBoundary', 'loses its permissions boundary, or gets another one', (before, after) => {
    return before !== undefined && textOf(before) !== textOf(after);
  }),
  clusterAccess: gained('gets rights in the cluster that it did not have', clusterRights),
  podIdentity: gained('gives pods a role that they did not have', podIdentity),
  invocation: gained('may be called by others than before', callers),
};

const listed = (value: unknown) => (value === undefined ? [] : [value].flat().map(textOf));

/** Whom a policy is attached to. */
const holdersOf = ({ Properties = {} }: TemplateResource) =>
  ['Roles', 'Users', 'Groups'].flatMap((kind) => listed(Properties[kind]).map((name) => `${kind} ${name}`));

/** The groups and access policies of an access entry of EKS, each for its principal. */
function clusterRights(resource: TemplateResource | undefined): string[] {
  const { Type, Properties = {} } = resource ?? {};
  if (Type !== 'AWS::EKS::AccessEntry') return [];
  // A type such as EC2_LINUX brings the rights of a node: https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
  const type = (Properties.Type ?? 'STANDARD') === 'STANDARD' ? [] : listed(Properties.Type);
  const rights = [...type, ...listed(Properties.KubernetesGroups), ...listed(Properties.AccessPolicies)];
  return rights.map((right) => `${textOf(Properties.PrincipalArn)} ${right}`);
}

function podIdentity(resource: TemplateResource | undefined): string[] {
  const { Type, Properties = {} } = resource ?? {};
  if (Type !== 'AWS::EKS::PodIdentityAssociation') return [];
  return [
    ['Namespace', 'ServiceAccount', 'RoleArn', 'TargetRoleArn'].map((name) => textOf(Properties[name])).join(' '),
  ];
}

/** Whom a function lets call it: a permission is the whole of its properties. */
function callers(resource: TemplateResource | undefined): string[] {
  const { Type, Properties = {} } = resource ?? {};
  return Type === 'AWS::Lambda::Permission' ? [JSON.stringify(Properties)] : [];
}
