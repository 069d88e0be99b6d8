import type { Manifest } from '../../shared/rendering/render.ts';

interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs?: readonly string[];
}

/** One verb on one resource: API group, resource, name (`*` for all) and verb; or on one path of the API. */
type Right = readonly string[];

/** Whether a role grants a right that it did not grant. */
export function grantsMore(before: Manifest | undefined, after: Manifest): boolean {
  const earlier = rightsOf(before);
  const gathers = JSON.stringify(after.aggregationRule) !== JSON.stringify(before?.aggregationRule);
  const joined = aggregated(before);
  return (
    rightsOf(after).some((right) => !earlier.some((one) => covers(one, right))) ||
    (gathers && !!after.aggregationRule) ||
    aggregated(after).some((label) => !joined.includes(label))
  );
}

/** The labels by which other roles may gather this one: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles */
const aggregated = (role: Manifest | undefined) =>
  Object.keys(role?.metadata.labels ?? {}).filter((label) =>
    label.startsWith('rbac.authorization.k8s.io/aggregate-to-'),
  );

function rightsOf(role: Manifest | undefined): Right[] {
  return ((role?.rules ?? []) as PolicyRule[]).flatMap(({ verbs = [], nonResourceURLs = [], ...rule }) => {
    const { apiGroups = [], resources = [], resourceNames = [] } = rule;
    const names = resourceNames.length === 0 ? ['*'] : resourceNames;
    const objects = apiGroups.flatMap((group) => resources.flatMap((one) => names.map((name) => [group, one, name])));
    const targets = [...objects, ...nonResourceURLs.map((url) => ['(path)', url])];
    return targets.flatMap((target) => verbs.map((verb) => [...target, verb]));
  });
}

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources */
function covers(wide: Right, narrow: Right): boolean {
  return (
    wide.length === narrow.length &&
    wide.every((part, index) => {
      const other = narrow[index] ?? '';
      if (part === '*' || part === other) return true;
      // */scale, and /healthz/*
      if (part.startsWith('*/')) return other.endsWith(part.slice(1));
      return part.endsWith('*') && wide[0] === '(path)' && other.startsWith(part.slice(0, -1));
    })
  );
}

/** Whom a binding gives what, one text each. */
export function boundBy({ kind, metadata, roleRef, subjects = [] }: Manifest): string[] {
  return subjects.map((subject: Readonly<Record<string, string>>) => {
    const namespace = subject.namespace ?? (subject.kind === 'ServiceAccount' ? metadata.namespace : undefined);
    return `${kind} ${roleRef?.kind} ${roleRef?.name}: ${subject.kind} ${namespace} ${subject.name}`;
  });
}

/** Those who may do everything by a binding. */
export const administrators = (binding: Manifest) =>
  /^(Cluster)?RoleBinding$/.test(binding.kind) && /^(cluster-admin|admin)$/.test(binding.roleRef?.name ?? '')
    ? boundBy(binding)
    : [];
