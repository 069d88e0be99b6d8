import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { refuseElsewhere } from '../../../../cli/shared/rendering/elsewhere.ts';

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('a kustomization', () => {
  for (const [what, text] of [
    ['a file of the web', 'resources: [https://example.com/it.yaml]'],
    ['a folder of another repository', 'resources: ["github.com/octo-org/other//gitops?ref=main"]'],
    ['a repository by ssh', 'components: ["git@github.com:octo-org/other.git"]'],
    ['a patch of the web', 'patches: [{ path: "https://example.com/it.yaml" }]'],
    ['a file of a map', 'configMapGenerator: [{ name: it, files: ["a=https://example.com/it"] }]'],
  ] as const) {
    test(`is refused when it names ${what}, and the message says what to do`, (t) => {
      const root = temporaryFolder(t);
      mkdirSync(join(root, 'gitops/app/base'), { recursive: true });
      writeFileSync(join(root, 'gitops/app/kustomization.yaml'), 'resources: [base]\n');
      writeFileSync(join(root, 'gitops/app/base/kustomization.yaml'), `${text}\n`);
      assert.throws(
        () => refuseElsewhere(join(root, 'gitops/app'), root),
        /^RenderingError: gitops\/app\/base\/kustomization\.yaml names \S+, which is not in this repository\. To mend it, copy/,
      );
    });
  }

  test('may name what lies beside it, and itself', (t) => {
    const root = temporaryFolder(t);
    writeFileSync(
      join(root, 'kustomization.yaml'),
      'resources: [a.yaml, ../b, .]\npatches: [{ patch: "a: https://example.com" }]\nimages: [{ name: ghcr.io/a/b }]\n',
    );
    assert.doesNotThrow(() => refuseElsewhere(root, root));
  });
});
