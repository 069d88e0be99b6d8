import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { foundBefore, leftBehind, tracesAmong, tracesIn } from './traces.ts';

const scratch = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
after(() => rmSync(scratch, { recursive: true }));

/** Writes files into layers, as the kernel would. */
function written(name: string, files: readonly string[]): string {
  const folder = join(scratch, name);
  for (const file of files) {
    mkdirSync(dirname(join(folder, 'layers', file)), { recursive: true });
    writeFileSync(join(folder, 'layers', file), '');
  }
  return folder;
}

describe('what a command left is told', () => {
  test('nothing, when it wrote nothing', () => {
    assert.deepEqual(tracesIn(join(scratch, 'none'), []), []);
  });

  test('a new file, and a changed one', () => {
    const folder = written('files', ['-/etc/onemerge-new', '-/etc/passwd']);
    assert.deepEqual(tracesIn(folder, []), ['/etc/onemerge-new', '/etc/passwd (changed)']);
  });

  test('a new folder once, whatever is in it', () => {
    const folder = written('folder', ['-tmp/ministack-state/a', '-tmp/ministack-state/b/c']);
    assert.deepEqual(tracesIn(folder, []), ['/tmp/ministack-state']);
  });

  test('a file in /tmp, though the machine has one of that name', () => {
    const folder = written('same', [`-tmp/${scratch.slice('/tmp/'.length)}`]);
    assert.deepEqual(tracesIn(folder, []), [`/tmp/${scratch.slice('/tmp/'.length)}`]);
  });

  test('not what is allowed, but what lies beside it', () => {
    const folder = written('allowed', ['-tmp/a/cache/x', '-tmp/a/letter']);
    assert.deepEqual(tracesIn(folder, ['/tmp/a/cache']), ['/tmp/a/letter']);
  });
});

test('files of the project are found among those of a machine, the cache excepted', () => {
  const machine = ['/run/systemd', '/run/onemerge', '/home/me/.cache/onemerge', '/var/lib/ministack-state'];
  assert.deepEqual(tracesAmong(machine, ['/home/me/.cache/onemerge']), ['/run/onemerge', '/var/lib/ministack-state']);
});

test('a clone in the home folder, as the README makes it, is no trace; nor is one of which this is a worktree', () => {
  assert.deepEqual(tracesAmong(['/home/me/onemerge'], ['/home/me/onemerge']), []);
  assert.deepEqual(tracesAmong(['/home/me/onemerge'], ['/home/me/trial', '/home/me/onemerge/.git']), []);
  assert.deepEqual(tracesAmong(['/home/me/onemerge-1'], ['/home/me/onemerge']), ['/home/me/onemerge-1']);
});

test('the errors name each trace, and what helps', () => {
  assert.equal(
    foundBefore(['/run/onemerge']).report(),
    'this machine has traces of the project already: /run/onemerge\n  help: look whose they are, then: rm -r /run/onemerge',
  );
  assert.match(
    leftBehind('npm test', ['/tmp/a', '/tmp/b']).report(),
    /^"npm test" left on the machine:\n {2}\/tmp\/a\n {2}\/tmp\/b\n/,
  );
});

test('every temporary folder of the project has a name that starts with onemerge-', () => {
  const root = new URL('../../', import.meta.url);
  const files = ['bin', 'cli', 'lib', 'rehearsal', 'test'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true })
      .map((name) => `${folder}/${name}`)
      .filter((name) => name.endsWith('.ts') && !name.includes('node_modules')),
  );
  const others = files.flatMap((file) => {
    const found = readFileSync(new URL(file, root), 'utf8').matchAll(/join\(tmpdir\(\), '([^']*)'/g);
    return [...found].filter(([, prefix]) => !prefix?.startsWith('onemerge-')).map(([call]) => `${file}: ${call}`);
  });
  assert.deepEqual(others, [], 'give each a name that starts with onemerge-');
});
