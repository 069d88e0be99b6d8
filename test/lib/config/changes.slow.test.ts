import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { configSchema } from '../../../lib/config/config.ts';
import { appOf, type Effect, effectOf } from '../../support/config-change.ts';
import { CONFIG_CHANGES } from '../../support/config-changes.ts';
import { readDocument } from '../../support/documents.ts';

/** Paths of the schema's fields, and the choices of those that have some. */
function fields(node: z.core.JSONSchema.BaseSchema, path = ''): [path: string, choices: readonly unknown[]][] {
  return Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    if (typeof field !== 'object') return [];
    const own = path === '' ? name : `${path}.${name}`;
    return field.properties ? fields(field, own) : [[own, field.enum ?? []] as [string, readonly unknown[]]];
  });
}

const effects = Object.entries(CONFIG_CHANGES).flatMap(([field, rows]) =>
  rows.map(([what, before, after]) => ({ field, what, effect: effectOf(appOf(before), appOf(after)) })),
);

function outcome({ changed, added, removed, replaced, refused, elsewhere }: Effect): string {
  if (elsewhere) return 'a second installation; the first stays as it is, and is billed';
  if (refused.length > 0) return `**AWS refuses it**: ${refused.join('; ')}`;
  const parts = [
    ['in place', changed],
    ['new', added],
    ['removed', removed],
    ['replaced', replaced],
  ] as const;
  const told = parts.filter(([, types]) => types.length > 0).map(([how, types]) => `${how}: ${types.join(', ')}`);
  return told.join('; ') || 'nothing';
}

/** The value of a field, `blog.ownerEmail`. */
function at(config: unknown, path: string): unknown {
  return path.split('.').reduce((value: unknown, key) => (value as Record<string, unknown> | undefined)?.[key], config);
}

describe('changes of the config', () => {
  const schema = fields(z.toJSONSchema(configSchema, { io: 'input' }));

  test('are known for every field', () =>
    assert.deepEqual(
      Object.keys(CONFIG_CHANGES),
      schema.map(([path]) => path),
    ));

  test('are known for every choice of a field', () => {
    for (const [path, choices] of schema) {
      const ends = (CONFIG_CHANGES[path] ?? []).map(([, , after]) => at(after, path));
      for (const choice of choices) assert.ok(ends.includes(choice), `${path}: add a change to ${choice}`);
    }
  });

  test('never replace or remove what holds data, but for the one that says so', () => {
    const hurt = effects
      .filter(({ field, effect }) => field !== 'restore.former' && effect.refused.length === 0)
      .flatMap(({ field, what, effect }) =>
        [...effect.replaced, ...effect.removed]
          .filter((type) =>
            /^(DBInstance|FileSystem|MountTarget|Secret|Key|Cluster|VPC|Subnet|Distribution)\b/.test(type),
          )
          .map((type) => `${field}, ${what}: ${type}`),
      );
    assert.deepEqual(hurt, []);
  });

  test('stand in docs/operations.md as they are', () => {
    const lines = effects.map(({ field, what, effect }) => `| \`${field}\` | ${what} | ${outcome(effect)} |`);
    const table = readDocument('docs/operations.md')
      .split('\n')
      .filter((line) => /^\| `[\w.]+` \| [^|]+ \| [^|]+ \|$/.test(line));
    assert.deepEqual(
      table,
      lines,
      'Write the lines with a minus into docs/operations.md, instead of those with a plus.',
    );
  });
});
