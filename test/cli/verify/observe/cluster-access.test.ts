import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { CLUSTER_ACCESS } from '../../../../cli/verify/observe/cluster-access.ts';

const FILE = 'gitops/operators/configs/build-access.yaml';
const clusterRole = z.object({
  kind: z.literal('ClusterRole'),
  rules: z.array(
    z.object({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) }),
  ),
});

/** `group/resource verb` for everything that the file grants to the build in every namespace. */
function granted(): string[] {
  const text = readFileSync(new URL(`../../../../${FILE}`, import.meta.url), 'utf8');
  const roles = parseAllDocuments(text).flatMap((document) => clusterRole.safeParse(document.toJSON()).data ?? []);
  const rules = roles.flatMap((role) => role.rules);
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${group}/${resource} ${verb}`))),
  );
}

describe('the build', () => {
  test(`may do in every namespace exactly what the verdict does (${FILE})`, () => {
    const needed = Object.entries(CLUSTER_ACCESS).flatMap(([resource, { group, verbs }]) =>
      verbs.map((verb) => `${group}/${resource} ${verb}`),
    );
    assert.deepEqual(granted().sort(), needed.sort());
  });
});
