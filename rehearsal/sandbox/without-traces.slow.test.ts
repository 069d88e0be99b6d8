import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');

/** Where the check puts its own files. */
const cache = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
after(() => rmSync(cache, { recursive: true, force: true }));

/** Why the check cannot run here; false when it can. */
function missing(): string | false {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux';
  if (spawnSync('go', ['version'], { env: { ...process.env, HOME: cache } }).error)
    return 'it asks Go for its caches, and Go is not installed';
  const mount = `mkdir -p upper work; mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work /mnt`;
  const tried = spawnSync('unshare', ['--mount', 'sh', '-c', mount], { cwd: cache, encoding: 'utf8' });
  return tried.status !== 0 && `no overlay can be mounted here: ${tried.stderr.trim()}`;
}

describe('a command without traces', { skip: missing() }, () => {
  /** An empty home, for the machine's may hold a trace. It is not below /tmp, where nothing counts as there before. */
  let home: string;
  before(() => {
    home = mkdtempSync('/dev/shm/onemerge-test-');
  });
  after(() => rmSync(home, { recursive: true, force: true }));

  const check = (script: string, cwd = ROOT) =>
    new Promise<{ code: number | null; stderr: string }>((resolve) => {
      const program = join(ROOT, 'rehearsal/sandbox/without-traces.ts');
      const args = ['--import', import.meta.resolve('tsx'), program, 'sh', '-c', script];
      const env = { ...process.env, ONEMERGE_CACHE: cache, HOME: home };
      const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      child.once('close', (code) => resolve({ code, stderr }));
    });

  test('fails when it left a file, and names the file', async () => {
    const { code, stderr } = await check('touch /var/tmp/letter; exit 7');
    assert.equal(code, 1, stderr);
    assert.match(stderr, /left on the machine:\n {2}\/var\/tmp\/letter\n {2}help: /);
  });

  test('ends with its own exit code when it removed what it made', async () => {
    assert.deepEqual(await check('touch /tmp/letter; rm /tmp/letter; exit 7'), { code: 7, stderr: '' });
  });

  test('runs in a clone in the home folder, and does not ask to remove it', async (t) => {
    const clone = join(home, 'onemerge');
    t.after(() => rmSync(clone, { recursive: true }));
    spawnSync('git', ['init', '--quiet', clone]);
    assert.deepEqual(await check('exit 7', clone), { code: 7, stderr: '' });
  });

  test('does not run on a machine that has a trace already', async () => {
    const trace = join(home, '.cache/onemerge-left');
    mkdirSync(trace, { recursive: true });
    const { code, stderr } = await check('exit 0');
    assert.notEqual(code, 0);
    assert.match(stderr, new RegExp(`^this machine has traces of the project already: ${trace}\n`));
  });
});
