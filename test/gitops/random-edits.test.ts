import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EDITS } from '../../rehearsal/faults/random/edits.ts';
import { target } from '../../rehearsal/faults/random/mutation.ts';
import { TREES, UNREADABLE } from './tree.ts';

/** Everything that the rehearsal's tree applies. */
const objects = TREES['mail off'].flatMap((rendered) => rendered.objects);

/** What stands at a path of a JSON patch; undefined when there is nothing. */
function at(object: unknown, path: string): unknown {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], object);
}

for (const [text, patch] of EDITS) {
  if (!Array.isArray(patch)) continue;
  const { kind, name } = target(text);
  const object = objects.find((one) => one.kind.toLowerCase() === kind && one.metadata.name === name);
  for (const { op, path } of patch as readonly { readonly op: string; readonly path: string }[]) {
    if (object === undefined || op === 'add') continue;
    test(`${text} has what a random fault takes away: ${path}`, { skip: UNREADABLE }, () =>
      assert.notEqual(at(object, path), undefined, `correct ${path} in rehearsal/faults/random/edits.ts`),
    );
  }
}
