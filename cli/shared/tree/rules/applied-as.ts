import type { Account } from '../../rendering/flux-kustomization.ts';
import type { Manifest } from '../../rendering/render.ts';
import type { Fault } from '../fault.ts';
import { locate } from '../locate.ts';
import { faultOf, objectRule, type Rule } from '../rule.ts';
import { type Applied, groupOf, type Tree } from '../tree.ts';
import { dependenciesOf, isFluxKustomization } from './dependencies.ts';
import { boundElsewhere, covers, grantsTo, type Right } from './grants.ts';
import { plural } from './plural.ts';

/** A Kustomization that is applied with the rights of a ServiceAccount. */
interface AppliedAs {
  readonly kustomization: Applied;
  readonly account: Account;
  /** The Kustomizations that are Ready before it. */
  readonly before: readonly string[];
}

function appliedAs(tree: Tree): AppliedAs[] {
  return tree.applied
    .filter(({ object }) => isFluxKustomization(object) && object.spec?.serviceAccountName !== undefined)
    .map((kustomization) => {
      const { metadata, spec } = kustomization.object;
      const account = { name: String(spec.serviceAccountName), namespace: metadata.namespace };
      return { kustomization, account, before: dependenciesOf(tree, metadata.name) };
    });
}

/** Flux applies nothing in the name of an account that is not there. */
export const accountsComeFirst: Rule = objectRule(
  'makes the account of a Kustomization before it',
  ({ object }, fault, tree) => {
    const found = appliedAs(tree).find(({ kustomization }) => kustomization.object === object);
    if (found === undefined) return;
    const { account, before } = found;
    const maker = tree.applied.find(
      (one) =>
        one.object.kind === 'ServiceAccount' &&
        one.object.metadata.name === account.name &&
        one.object.metadata.namespace === account.namespace,
    );
    const path = ['spec', 'serviceAccountName'];
    if (maker === undefined)
      fault(path, `is ${account.name}, no ServiceAccount of ${account.namespace}`, 'correct the name, or add it');
    else if (!before.includes(maker.owner))
      fault(
        path,
        `is ${account.name}, which the Kustomization ${maker.owner} makes`,
        `write dependsOn: [{ name: ${maker.owner} }]`,
      );
  },
);

/** By these one gets further rights, or those of Flux itself. */
const LEADS_FURTHER = /^(rbac\.authorization|admissionregistration|apiextensions)\.k8s\.io$|\.toolkit\.fluxcd\.io$/;

const leadsFurther = (group: string, resource: string) =>
  LEADS_FURTHER.test(group) || (group === '' && ['secrets', 'namespaces'].includes(resource));

/** Flux could not apply what the account may not: https://fluxcd.io/flux/components/kustomize/kustomizations/#role-based-access-control */
export const accountsMayApply: Rule = {
  name: 'gives the account of a Kustomization the rights to what it applies',
  *check(tree: Tree): Iterable<Fault> {
    for (const { kustomization, account, before } of appliedAs(tree)) {
      const grants = grantsTo(account, tree, before);
      const granted = grants.flatMap(({ rights }) => rights);
      for (const applied of ownedBy(tree, kustomization)) {
        const { name } = kustomization.object.metadata;
        const resource = plural(applied.object.kind);
        if (leadsFurther(groupOf(applied.object), resource)) {
          yield faultOf(
            tree,
            applied,
            ['kind'],
            `is ${applied.object.kind}, to which ${account.name} gets no rights, and ${name} is applied with those`,
            `move it to the folder of a Kustomization without serviceAccountName that ${name} depends on: gitops/apps/database`,
          );
          continue;
        }
        const missing = needsOf(applied.object).filter((need) => !granted.some((right) => covers(right, need)));
        if (missing.length === 0) continue;
        yield faultOf(
          tree,
          applied,
          ['kind'],
          `is applied by ${name} as ${account.name}, which may not ${inWords(missing)}`,
          `add to ${roleFor(tree, grants, missing)}: ${rulesFor(missing)}`,
        );
      }
    }
  },
};

/** What is not needed is what somebody else would use. */
export const accountsMayNoMore: Rule = {
  name: 'gives the account of a Kustomization no other rights',
  *check(tree: Tree): Iterable<Fault> {
    for (const { kustomization, account } of appliedAs(tree)) {
      const { name } = kustomization.object.metadata;
      const owners = [...new Set(tree.applied.map(({ owner }) => owner))];
      for (const binding of boundElsewhere(account, tree))
        yield faultOf(
          tree,
          binding,
          ['roleRef', 'name'],
          `is ${binding.object.roleRef?.name}, which gives ${account.name} rights that are not in the tree`,
          'write a Role with what it needs, and bind that',
        );
      const needed = ownedBy(tree, kustomization).flatMap(({ object }) => needsOf(object));
      for (const { rights, role, path } of grantsTo(account, tree, owners)) {
        const unneeded = rights.filter((right) => !needed.some((need) => isSame(right, need)));
        if (unneeded.length > 0)
          yield faultOf(
            tree,
            role,
            path,
            `lets ${account.name} ${inWords(unneeded)}, and nothing that ${name} applies needs it`,
            'remove the resource, or these verbs from its rule',
          );
      }
    }
  },
};

const isSame = (right: Right, need: Right) => right.namespace === need.namespace && covers(right, need);

const ownedBy = ({ applied }: Tree, { object }: Applied) =>
  applied.filter(({ owner }) => owner === object.metadata.name);

/** What Flux does with an object. It looks before it applies, and deletes what is pruned or made anew. */
function needsOf(object: Manifest): Right[] {
  const { namespace, annotations = {} } = object.metadata;
  const stays = annotations['kustomize.toolkit.fluxcd.io/prune'] === 'disabled';
  const isMadeAnew = annotations['kustomize.toolkit.fluxcd.io/force'] === 'Enabled';
  const verbs = ['get', 'create', 'patch', ...(stays && !isMadeAnew ? [] : ['delete'])];
  const own = verbs.map((verb) => ({ namespace, group: groupOf(object), resource: plural(object.kind), verb }));
  return [...own, ...(LOOKED_AT[object.kind] ?? []).map((seen) => ({ namespace, verb: 'list', ...seen }))];
}

const PODS = { group: '', resource: 'pods' };
const REPLICA_SETS = { group: 'apps', resource: 'replicasets' };

/** What Flux lists to see whether an object is well. */
const LOOKED_AT: Readonly<Record<string, readonly Pick<Right, 'group' | 'resource'>[]>> = {
  Deployment: [REPLICA_SETS, PODS],
  ReplicaSet: [PODS],
  StatefulSet: [PODS],
};

const inWords = (rights: readonly Right[]): string =>
  byResource(rights)
    .map(({ group, resource, verbs, namespace }) => {
      const of = group === '' ? resource : `${resource}.${group}`;
      return `${verbs.join(', ')} ${of} ${namespace === undefined ? 'of the cluster' : `in ${namespace}`}`;
    })
    .join('; ');

/** As they are written in a role. */
const rulesFor = (rights: readonly Right[]): string =>
  byResource(rights)
    .map(
      ({ group, resource, verbs }) =>
        `{ apiGroups: ["${group}"], resources: [${resource}], verbs: [${verbs.join(', ')}] }`,
    )
    .join(', ');

/** Rights to the same resource in one, with all their verbs. */
function byResource(rights: readonly Right[]) {
  const found = new Map<string, Omit<Right, 'verb'> & { readonly verbs: string[] }>();
  for (const { verb, ...of } of rights) {
    const key = JSON.stringify(of);
    const { verbs } = found.get(key) ?? { verbs: [] };
    found.set(key, { ...of, verbs: [...new Set([...verbs, verb])] });
  }
  return [...found.values()];
}

/** The role that the rights belong into, with its file and line where the tree has one. */
function roleFor(tree: Tree, grants: ReturnType<typeof grantsTo>, [missing]: readonly Right[]): string {
  const kind = missing?.namespace === undefined ? 'ClusterRole' : 'Role';
  const found = grants.find(
    ({ role: { object } }) =>
      object.kind === kind && (kind === 'ClusterRole' || object.metadata.namespace === missing?.namespace),
  );
  if (found !== undefined) return `the rules of the ${kind} at ${locate(tree, found.role, ['rules'])}`;
  return kind === 'Role'
    ? `a Role of the namespace ${missing?.namespace} that is bound to it`
    : `a ClusterRole that is bound to it`;
}
