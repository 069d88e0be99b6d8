import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONTRACT_VALUES } from '../../../../cli/shared/rendering/contract-values.ts';
import { RenderingError, renderTree, variablesIn } from '../../../../cli/shared/rendering/render.ts';

describe('rendering as Flux does', () => {
  test('stops at a variable without a value, and says where it is and what to write', () => {
    const { SITE_HOST: _, ...incomplete } = CONTRACT_VALUES;
    assert.throws(
      () => renderTree(incomplete),
      (error: Error) => {
        assert.ok(error instanceof RenderingError);
        assert.match(
          error.message,
          /^gitops\/apps\/ghost\/deployment\.yaml uses \$\{SITE_HOST\}.*add SITE_HOST to lib\/settings\.ts/,
        );
        return true;
      },
    );
  });

  test('stops at a component that does not exist', () => {
    assert.throws(
      () => renderTree({ ...CONTRACT_VALUES, MAIL: 'perhaps' }),
      /kustomize refuses gitops\/apps\/ghost.*mail-perhaps/s,
    );
  });

  test('leaves programs alone that opted out of substitution', () => {
    const program = 'metadata:\n  annotations:\n    kustomize.toolkit.fluxcd.io/substitute: disabled\n';
    assert.deepEqual(variablesIn(`${program}data: \${X}\n---\na: \${Y}\n`), ['Y']);
  });
});
