import leven from 'leven';
import type { Manifest } from '../../rendering/render.ts';
import type { Path } from '../locate.ts';
import { objectRule, type Rule } from '../rule.ts';
import { readSchemas } from '../schemas/read.ts';
import type { Tree } from '../tree.ts';
import { isComplete, named, ofKind } from './find.ts';
import { plural } from './plural.ts';
import { definedInTree } from './schema.ts';

/** Roles that Kubernetes makes itself: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
const OF_KUBERNETES = /^(?:view|edit|admin|cluster-admin|system:.+)$/;

/** A binding of a role or of a ServiceAccount that does not exist gives nobody any right. */
export const bindingsFindRoles: Rule = objectRule(
  'binds roles and ServiceAccounts that exist',
  ({ object }, fault, tree) => {
    if (!['RoleBinding', 'ClusterRoleBinding'].includes(object.kind)) return;
    const { kind, name } = object.roleRef ?? {};
    const there =
      kind === 'Role' ? named(tree, kind, name, object.metadata.namespace) : named(tree, 'ClusterRole', name);
    if (there.length === 0 && !(kind === 'ClusterRole' && OF_KUBERNETES.test(name)))
      fault(['roleRef', 'name'], `is ${name}, no ${kind} that the tree makes`, 'correct the name, or add the role');
    for (const [index, subject] of (object.subjects ?? []).entries()) {
      const namespace = subject?.namespace ?? '';
      if (subject?.kind !== 'ServiceAccount' || subject.name === 'default' || !isComplete(tree, namespace)) continue;
      if (named(tree, 'ServiceAccount', subject.name, namespace).length === 0)
        fault(
          ['subjects', index, 'name'],
          `is ${subject.name}, no ServiceAccount of ${namespace}`,
          'correct the name, or add it',
        );
    }
  },
);

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];
const OPERATIONS = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT', '*'];

/** Rules are compared as text: one that names what nobody serves allows nothing, or forbids nothing. */
export const rulesNameResources: Rule = objectRule(
  'names resources and verbs that exist',
  ({ object }, fault, tree) => {
    const written = rulesIn(object);
    if (written.length === 0) return;
    const served = servedKinds(tree);
    const all = [...new Set(served.map(([group]) => group))];
    for (const { rule, path } of written) {
      const groups: string[] = rule.apiGroups ?? [];
      const areKnown = groups.every((group) => group !== '*' && all.includes(group));
      for (const [field, known] of [
        ['apiGroups', all],
        ['resources', areKnown ? resourcesOf(tree, served, groups) : undefined],
        ['verbs', VERBS],
        ['operations', OPERATIONS],
      ] as const)
        for (const [index, value] of (rule[field] ?? []).entries())
          if (known && !fits(String(value), field, known))
            fault([...path, field, index], `is ${value}, which nobody serves`, meant(String(value), known));
    }
  },
);

/** A plural, and a part of it perhaps. */
const RESOURCE = /^(?:\*|[a-z]+)(?:\/(?:\*|[a-z]+))?$/;

/** Of groups that are not known here, brought by a chart perhaps, those that are nearly known are mistakes. */
function fits(value: string, field: string, known: readonly string[]): boolean {
  if (field === 'resources' && !RESOURCE.test(value)) return false;
  const [resource = ''] = field === 'resources' ? value.split('/') : [value];
  if (known.includes(resource) || resource === '*') return true;
  if (field === 'resources' || field === 'operations') return false;
  return field === 'verbs' ? !near(value, known) : value.includes('.') && !near(value, known);
}

const near = (value: string, known: readonly string[]) => known.find((one) => leven(one, value) <= 2);

const meant = (value: string, known: readonly string[]) => {
  const [name = ''] = value.split('/');
  const one = near(name, known);
  return one === undefined ? 'write the plural, in small letters, of a kind of these groups' : `write ${one}`;
};

function rulesIn(object: Manifest): { readonly rule: Manifest[string]; readonly path: Path }[] {
  const below = (list: unknown, path: Path) =>
    (Array.isArray(list) ? list : []).map((rule, index) => ({ rule: rule ?? {}, path: [...path, index] }));
  if (['Role', 'ClusterRole'].includes(object.kind)) return below(object.rules, ['rules']);
  const constraints = ['spec', 'matchConstraints', 'resourceRules'];
  return object.kind.endsWith('AdmissionPolicy')
    ? below(object.spec?.matchConstraints?.resourceRules, constraints)
    : [];
}

type Served = readonly [group: string, kind: string];

/** Every kind that is served. */
const servedKinds = (tree: Tree): Served[] =>
  [...Object.keys(readSchemas().kinds), ...definedInTree(tree).keys()].map((name) => {
    const [version = '', kind = ''] = name.split(' ');
    return [version.includes('/') ? (version.split('/')[0] ?? '') : '', kind];
  });

/** Resources without objects of their own, by group. */
const WITHOUT_OBJECTS: Readonly<Record<string, readonly string[]>> = {
  '': ['bindings', 'componentstatuses', 'events'],
  'metrics.k8s.io': ['pods', 'nodes'],
};

function resourcesOf(tree: Tree, served: readonly Served[], groups: readonly string[]): string[] {
  const own = ofKind(tree, 'CustomResourceDefinition').map(({ spec }) => String(spec?.names?.plural));
  return [
    ...own,
    ...served.filter(([group]) => groups.includes(group)).map(([, kind]) => plural(kind)),
    ...groups.flatMap((group) => WITHOUT_OBJECTS[group] ?? []),
  ];
}
