import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { faultsOf } from '../../cli/shared/tree/check.ts';
import { describeFault } from '../../cli/shared/tree/fault.ts';
import { FILE_RULES, OBJECT_RULES, SHAPE_RULES } from '../../cli/shared/tree/rules.ts';
import { treeOf } from '../../cli/shared/tree/tree.ts';
import { FAULTS, REPOSITORY, TREES, UNREADABLE } from './tree.ts';

describe('gitops/', () => {
  const tree = treeOf(REPOSITORY, Object.values(TREES));

  test('can be rendered as Flux does', () => {
    if (UNREADABLE) assert.fail(FAULTS.map(describeFault).join('\n'));
  });

  const misshapen =
    !UNREADABLE && faultsOf(tree, SHAPE_RULES).length > 0 && 'an object does not have the shape of its kind: see above';

  for (const rule of [...FILE_RULES, ...SHAPE_RULES, ...OBJECT_RULES]) {
    const skip = UNREADABLE || (OBJECT_RULES.includes(rule) && misshapen);
    test(rule.name, { skip }, () => {
      const faults = faultsOf(tree, [rule]);
      if (faults.length > 0) assert.fail(faults.map(describeFault).join('\n'));
    });
  }
});
