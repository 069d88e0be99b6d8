import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { findManifests } from '../../../../cli/shared/rendering/fetched.ts';
import { faultsOf } from '../../../../cli/shared/tree/check.ts';
import { filesAreRegular } from '../../../../cli/shared/tree/rules/files.ts';

/** A tree of one manifest. */
function tree(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'gitops/app'), { recursive: true });
  writeFileSync(join(root, 'gitops/app/a.yaml'), 'a: 1\n');
  return root;
}

/** What lies there and is no file, made beside `a.yaml` as `x`. */
const NO_FILES: readonly (readonly [what: string, make: (path: string) => unknown])[] = [
  ['a link to a file', (path) => symlinkSync('a.yaml', path)],
  ['a link to a folder', (path) => symlinkSync('../app', path)],
  ['a link to itself', (path) => symlinkSync('x', path)],
  ['a link to nothing', (path) => symlinkSync('nothing', path)],
  ['a link out of the repository', (path) => symlinkSync('/', path)],
  ['a pipe', (path) => execFileSync('mkfifo', [path])],
];

describe('what Flux fetches nothing of', () => {
  for (const name of ['x', 'x.yaml', 'kustomization.yaml', '.sourceignore'])
    for (const [what, make] of NO_FILES)
      test(`is told, and not followed: ${name} is ${what}`, (t) => {
        const root = tree(t);
        make(join(root, 'gitops/app', name));
        const files = findManifests(root).map((one) => ({ ...one, text: '' }));
        assert.equal(files.length, 2, files.map(({ path }) => path).join(', '));
        const faults = faultsOf({ files, applied: [] }, [filesAreRegular]);
        assert.deepEqual(
          faults.map(({ where }) => where),
          [`gitops/app/${name}`],
        );
      });
});
