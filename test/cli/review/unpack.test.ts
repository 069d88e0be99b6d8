import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathsOf } from '../../../cli/review/skip.ts';
import { unpack } from '../../../cli/review/unpack.ts';
import { TestRepository } from '../../support/repository.ts';

type Test = { after(work: () => void): void };

const POINTER = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n';

/** A commit with all that git archives otherwise than it lies. */
function peculiar(of: Test): { readonly repository: TestRepository; readonly commit: string } {
  const repository = new TestRepository(of);
  for (const folder of ['gitops/deep/inner', 'docs', 'lib'])
    mkdirSync(join(repository.root, folder), { recursive: true });
  const attributes = [
    '*.txt text eol=crlf',
    'gitops/secret.yaml export-ignore',
    '*.bin filter=lfs',
    'dated.yaml export-subst',
  ];
  repository.write('.gitattributes', `${attributes.join('\n')}\n`);
  repository.git('config', 'core.safecrlf', 'false'); // or git warns of ends of lines
  repository.write('gitops/deep/.gitattributes', 'inner export-ignore\nplain.txt eol=lf\n');
  repository.write('gitops/deep/inner/left-out.yaml', 'a: b\n');
  for (const path of ['gitops/lines.txt', 'gitops/deep/plain.txt', 'lib/lines.txt']) repository.write(path, 'a\nb\n');
  repository.write('gitops/secret.yaml', 'a: b\n');
  repository.write('gitops/large.bin', POINTER);
  repository.write('gitops/dated.yaml', 'a: $Format:%H$\n');
  repository.write('gitops/.gitignore', 'ignored.yaml\n');
  for (const name of ['with space', '-dash', 'ä\ttab', 'quote\'"\\', ':(exclude)docs'])
    repository.write(`gitops/${name}.yaml`, 'a: b\n');
  repository.write('docs/it.md', '# It\n');
  symlinkSync('../docs/it.md', join(repository.root, 'gitops/link.yaml'));
  symlinkSync('nowhere', join(repository.root, 'gitops/dangling'));
  repository.commit();
  // Bytes that are no UTF-8, which Node.js cannot name, a program, and another repository.
  const blob = repository.git('hash-object', '-w', 'gitops/secret.yaml');
  const odd = Buffer.concat([
    Buffer.from(`100644 ${blob}\tgitops/`),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('.yaml\0'),
  ]);
  execFileSync('git', ['-C', repository.root, 'update-index', '-z', '--index-info'], { input: odd });
  repository.git('update-index', '--chmod=+x', 'gitops/large.bin');
  repository.git('update-index', '--add', '--cacheinfo', `160000,${repository.git('rev-parse', 'HEAD')},gitops/module`);
  repository.git('commit', '--quiet', '--message', 'x');
  return { repository, commit: repository.git('rev-parse', 'HEAD') };
}

/** What lies below a folder: by path, byte for byte, what it is and what it holds. */
function filesIn(folder: string, below = ''): string[] {
  return readdirSync(Buffer.from(join(folder, below), 'latin1'), { encoding: 'latin1' }).flatMap((name) => {
    const path = join(below, name);
    const file = Buffer.from(join(folder, path), 'latin1');
    const stat = lstatSync(file);
    if (stat.isDirectory()) return [`${path}/`, ...filesIn(folder, path)];
    const holds = stat.isSymbolicLink() ? `-> ${readlinkSync(file)}` : readFileSync(file, 'latin1');
    return [`${path} ${(stat.mode & 0o111) === 0 ? 'file' : 'program'}: ${holds}`];
  });
}

function temporaryFolder(of: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  of.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function unpacked(of: Test, root: string, commit: string, paths: readonly string[]): Promise<string[]> {
  const folder = temporaryFolder(of);
  assert.equal(await unpack(root, commit, folder, paths), undefined);
  return filesIn(folder).sort();
}

describe('the files of a commit that are read', () => {
  test('are the same to the byte when only manifests are written as when all are', async (t) => {
    const { repository, commit } = peculiar(t);
    const all = await unpacked(t, repository.root, commit, []);
    const manifests = await unpacked(t, repository.root, commit, pathsOf(['workload'], true));
    assert.deepEqual(
      manifests,
      all.filter((file) => file.startsWith('gitops/')),
    );
  });

  test('are the same to the byte when documents are not written as when all are', async (t) => {
    const { repository, commit } = peculiar(t);
    const all = await unpacked(t, repository.root, commit, []);
    const most = await unpacked(t, repository.root, commit, pathsOf(['checks', 'workload'], false));
    assert.deepEqual(
      most,
      all.filter((file) => !file.startsWith('docs/')),
    );
  });

  test('follow .gitattributes of the commit: ends of lines, what is left out, pointers of LFS', async (t) => {
    const { repository, commit } = peculiar(t);
    repository.write('.gitattributes', '');
    const manifests = await unpacked(t, repository.root, commit, pathsOf(['workload'], true));
    const beginning = (start: string) => manifests.filter((file) => file.startsWith(`gitops/${start}`));
    assert.deepEqual(beginning('lines'), ['gitops/lines.txt file: a\r\nb\r\n']);
    assert.deepEqual(beginning('deep/plain'), ['gitops/deep/plain.txt file: a\nb\n']);
    assert.deepEqual([...beginning('secret'), ...beginning('deep/inner')], []);
    assert.deepEqual(beginning('large'), [`gitops/large.bin program: ${POINTER}`]);
    assert.deepEqual(beginning('dated'), [`gitops/dated.yaml file: a: ${commit}\n`]);
  });

  test('are links that lead where they led, and an empty folder for another repository', async (t) => {
    const { repository, commit } = peculiar(t);
    const manifests = await unpacked(t, repository.root, commit, pathsOf(['workload'], true));
    for (const file of [
      'gitops/link.yaml program: -> ../docs/it.md',
      'gitops/dangling program: -> nowhere',
      'gitops/module/',
    ])
      assert.ok(manifests.includes(file), `${file} is missing in:\n${manifests.join('\n')}`);
    assert.deepEqual(
      manifests.filter((file) => file.startsWith('gitops/module/')),
      ['gitops/module/'],
    );
  });

  test('are refused in the words of git when it does not know the commit', async (t) => {
    const { root } = new TestRepository(t);
    assert.match((await unpack(root, 'nowhere', temporaryFolder(t), [])) ?? '', /^fatal: .*nowhere/);
  });

  test('that the disk does not take are told by the first of them', async (t) => {
    const repository = new TestRepository(t);
    repository.write('it', 'mine');
    const blob = repository.git('hash-object', '-w', 'it');
    repository.git('update-index', '--add', '--cacheinfo', `100644,${blob},${'x'.repeat(300)}`);
    const folder = temporaryFolder(t);
    await assert.rejects(unpack(repository.root, repository.git('write-tree'), folder, []), {
      message: /^the commit cannot be unpacked to .*: tar: x+: /,
    });
  });
});
