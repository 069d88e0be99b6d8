import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTRACT_VALUES_WITH_MAIL } from '../../../cli/shared/rendering/contract-values.ts';
import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import { render } from '../../harness/rendered-tree.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { EXTERNAL_SECRETS_BUILT, EXTERNAL_SECRETS_COMPARED } from '../../shared/build-versions.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { compareFields, type Schema } from './fields.ts';

const GROUP = 'external-secrets.io/';

/** Schemas by `apiVersion kind`. */
export type Schemas = Readonly<Record<string, Schema>>;

/**
 * Compares what the tree uses of External Secrets Operator in the release that is built and in a newer one.
 * @returns the number of fields
 * @throws RehearsalError with every difference
 */
export function compareReleases(sandbox: Sandbox): number {
  const schemas = (file: string) =>
    JSON.parse(readFileSync(join(sandbox.plan.cache.externalSecretsSchemas, file), 'utf8')) as Schemas;
  const objects = render(sandbox, CONTRACT_VALUES_WITH_MAIL).flatMap((rendered) => rendered.objects);
  return compareObjects(objects, schemas('built.json'), schemas('compared.json'));
}

/** @throws RehearsalError with every difference between the two releases that an object meets */
export function compareObjects(objects: readonly Manifest[], built: Schemas, compared: Schemas): number {
  const fields = new Set<string>();
  const differences = new Set<string>();
  for (const { apiVersion, kind, spec } of objects) {
    if (!apiVersion.startsWith(GROUP)) continue;
    const schema = (schemas: Schemas) => schemas[`${apiVersion} ${kind}`] ?? {}; // a kind that is missing has no fields
    const found = compareFields(
      { spec },
      { name: EXTERNAL_SECRETS_BUILT, schema: schema(built) },
      { name: EXTERNAL_SECRETS_COMPARED, schema: schema(compared) },
    );
    for (const field of found.fields) fields.add(`${kind} ${field}`);
    for (const difference of found.differences) differences.add(`${kind}: ${difference}`);
  }
  if (differences.size === 0) return fields.size;
  throw new RehearsalError(
    `External Secrets Operator ${EXTERNAL_SECRETS_BUILT} cannot replace the pinned release:\n${[...differences].join('\n')}`,
    {
      where: 'gitops/',
      help: 'use only fields that both releases have, or build another release: rehearsal/shared/build-versions.ts',
    },
  );
}
