import type { Account } from '../../rendering/flux-kustomization.ts';
import type { Manifest } from '../../rendering/render.ts';
import type { Path } from '../locate.ts';
import type { Applied, Tree } from '../tree.ts';

/** One verb on one resource: in one namespace, or in the whole cluster where there is none. */
export interface Right {
  readonly namespace: string | undefined;
  readonly group: string;
  /** Plural: `deployments`. */
  readonly resource: string;
  readonly verb: string;
}

/** Rights that a role of the tree gives to an account. */
interface Grant {
  readonly rights: readonly Right[];
  /** The role, and where in it. */
  readonly role: Applied;
  readonly path: Path;
}

/** What an account may do by the roles and bindings of some Kustomizations. @param owners by which these are applied */
export function grantsTo(account: Account, tree: Tree, owners: readonly string[]): Grant[] {
  const there = tree.applied.filter(({ owner }) => owners.includes(owner));
  return bindingsOf(account, there).flatMap(({ object: binding }) => {
    const within = binding.kind === 'RoleBinding' ? binding.metadata.namespace : undefined;
    return there.filter(({ object }) => isBoundBy(binding, object)).flatMap((role) => grantsOf(role, within));
  });
}

/** Bindings of an account to roles that are not in the tree, such as those of Kubernetes itself. */
export const boundElsewhere = (account: Account, { applied }: Tree): Applied[] =>
  bindingsOf(account, applied).filter((binding) => !applied.some(({ object }) => isBoundBy(binding.object, object)));

const bindingsOf = (account: Account, applied: readonly Applied[]): Applied[] =>
  applied.filter(
    ({ object }) =>
      ['RoleBinding', 'ClusterRoleBinding'].includes(object.kind) &&
      (object.subjects ?? []).some((subject: Manifest[string]) => isOf(account, subject)),
  );

/** The account by its name, as a user, or as one of its groups. */
function isOf({ name, namespace }: Account, subject: Manifest[string]): boolean {
  if (subject?.kind === 'ServiceAccount') return subject.name === name && subject.namespace === namespace;
  return [
    `system:serviceaccount:${namespace}:${name}`,
    `system:serviceaccounts:${namespace}`,
    'system:serviceaccounts',
    'system:authenticated',
  ].includes(subject?.name);
}

const isBoundBy = ({ roleRef, metadata }: Manifest, { kind, metadata: role }: Manifest): boolean =>
  kind === roleRef?.kind &&
  role.name === roleRef.name &&
  (kind === 'ClusterRole' || role.namespace === metadata.namespace);

/** A rule with names of objects counts for nothing: it would have to name each. */
function grantsOf(role: Applied, namespace: string | undefined): Grant[] {
  const rules: Manifest[string][] = role.object.rules ?? [];
  return rules.flatMap((rule, at) => {
    const { apiGroups = [], resources = [], verbs = [], resourceNames = [] } = rule ?? {};
    return [...resources.keys()].map((index: number) => ({
      role,
      path: ['rules', at, 'resources', index],
      rights:
        resourceNames.length > 0
          ? []
          : apiGroups.flatMap((group: string) =>
              verbs.map((verb: string) => ({ namespace, group, resource: resources[index], verb })),
            ),
    }));
  });
}

/** Whether one right is the other, or the same in the whole cluster. */
export const covers = (wide: Right, narrow: Right): boolean =>
  wide.group === narrow.group &&
  wide.resource === narrow.resource &&
  wide.verb === narrow.verb &&
  (wide.namespace === undefined || wide.namespace === narrow.namespace);
