import { objectRule, type Rule } from '../rule.ts';

const BINDINGS = ['ClusterRoleBinding', 'RoleBinding'];
const ROLES = ['ClusterRole', 'Role'];
/** Roles of Kubernetes itself that read or change everything. */
const POWERFUL = ['cluster-admin', 'admin', 'edit'];
const EVERYBODY = [
  'system:masters',
  'system:anonymous',
  'system:unauthenticated',
  'system:authenticated',
  'system:serviceaccounts',
];
const ESCALATING = ['escalate', 'bind', 'impersonate'];
/**
 * By these one acts inside of other pods, or as somebody else; reading nodes/proxy is enough for a command in any pod.
 * @see https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
const LEADING_FURTHER = [
  'pods/exec',
  'pods/attach',
  'pods/portforward',
  'pods/proxy',
  'pods/ephemeralcontainers',
  'services/proxy',
  'nodes/proxy',
  'serviceaccounts/token',
  'certificatesigningrequests/approval',
];

/** Nothing in the tree may do everything: Flux itself is the only one. */
export const noAdministrators: Rule = objectRule('binds nobody to what may do everything', ({ object }, fault) => {
  if (!BINDINGS.includes(object.kind)) return;
  const role = object.roleRef?.name;
  if (POWERFUL.includes(role))
    fault(['roleRef', 'name'], `is ${role}`, 'write a Role with the resources and verbs that are needed');
  for (const [index, subject] of (object.subjects ?? []).entries()) {
    if (EVERYBODY.some((name) => String(subject?.name) === name))
      fault(['subjects', index, 'name'], `is ${subject.name}`, 'name one ServiceAccount or one group of your own');
  }
});

/** Rights that are more than they look like. */
export const rightsAreNamed: Rule = objectRule('gives rights one by one', ({ object }, fault) => {
  if (!ROLES.includes(object.kind)) return;
  if (object.aggregationRule !== undefined)
    fault(['aggregationRule'], 'collects whatever other roles bring', 'write the rules themselves');
  for (const [index, rule] of (object.rules ?? []).entries()) {
    for (const field of ['apiGroups', 'resources', 'verbs', 'nonResourceURLs']) {
      if ((rule?.[field] ?? []).some((value: unknown) => String(value).includes('*')))
        fault(['rules', index, field], 'says everything', `name the ${field}`);
    }
    const escalating = (rule?.verbs ?? []).filter((verb: string) => ESCALATING.includes(verb));
    if (escalating.length > 0)
      fault(['rules', index, 'verbs'], `has ${escalating.join(', ')}, a way to more rights`, 'remove it');
    const further = (rule?.resources ?? []).filter((resource: string) => LEADING_FURTHER.includes(resource));
    if (further.length > 0)
      fault(['rules', index, 'resources'], `has ${further.join(', ')}, a way to more rights`, 'remove it');
    if ((rule?.resources ?? []).includes('secrets') && !isOneSecret(object.kind, rule))
      fault(
        ['rules', index, 'resources'],
        'has secrets',
        'mount the Secret, or let an ExternalSecret make it; a program that writes one needs a Role with its resourceNames',
      );
  }
});

/** What a program needs that writes one Secret of a namespace. RBAC knows no name in a request that creates. */
function isOneSecret(kind: string, { resourceNames = [], verbs = [] }: Partial<Record<string, string[]>>): boolean {
  const writing = resourceNames.length > 0 ? ['create', 'update', 'patch'] : ['create'];
  const reading = resourceNames.length > 0 ? ['get'] : [];
  const writes = verbs.some((verb) => writing.includes(verb));
  return kind === 'Role' && writes && verbs.every((verb) => [...writing, ...reading].includes(verb));
}
