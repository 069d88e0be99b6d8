import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { CLUSTER_ACCESS, TREE_ACCESS } from '../../../../cli/verify/observe/cluster-access.ts';

const FILE = 'gitops/operators/configs/build-access.yaml';
const clusterRole = z.object({
  kind: z.literal('ClusterRole'),
  rules: z.array(
    z.object({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) }),
  ),
});

const documents = (): unknown[] =>
  parseAllDocuments(readFileSync(new URL(`../../../../${FILE}`, import.meta.url), 'utf8')).map((one) => one.toJSON());

const binding = z.object({
  kind: z.literal('ClusterRoleBinding'),
  roleRef: z.object({ name: z.string() }),
});

/** `group/resource verb` for everything that the file grants to the build in every namespace. */
function granted(): string[] {
  const roles = documents().flatMap((document) => clusterRole.safeParse(document).data ?? []);
  const rules = roles.flatMap((role) => role.rules);
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${group}/${resource} ${verb}`))),
  );
}

describe('the build', () => {
  test(`may do in every namespace exactly what the verdict does (${FILE})`, () => {
    const looked = Object.entries(CLUSTER_ACCESS).flatMap(([resource, { group, verbs }]) =>
      verbs.map((verb) => `${group}/${resource} ${verb}`),
    );
    const applied = Object.entries(TREE_ACCESS).flatMap(([group, resources]) =>
      resources.flatMap((resource) => ['get', 'list'].map((verb) => `${group}/${resource} ${verb}`)),
    );
    assert.deepEqual([...new Set(granted())].sort(), [...new Set([...looked, ...applied])].sort());
  });

  test('is bound to no roles but its own two and the one of Kubernetes that shows no Secrets', () => {
    const bound = documents().flatMap((document) => binding.safeParse(document).data?.roleRef.name ?? []);
    assert.deepEqual(bound.sort(), ['onemerge-build', 'onemerge-read', 'view']);
  });

  test('may read no Secrets by what the tree grants', () => {
    assert.deepEqual(
      granted().filter((one) => /^\/(secrets|\*)|\/\* /.test(one)),
      [],
    );
  });
});
