import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { lookAt } from '../../../gitops/apps/ghost/restart.mjs';
import { runProgram, type World } from '../world/run-program.ts';
import { freePort } from './world.ts';

/** Two files, what looks at them, and how often it has ended Ghost. */
function scene(t: TestContext, started = true) {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-restart-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const files = ['username', 'password'].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, 'old');
  const ends: string[] = [];
  const look = lookAt(
    files,
    async () => started,
    () => void ends.push('ended'),
  );
  return { ends, look, change: (index: number) => writeFileSync(files[index] ?? '', 'new') };
}

test('Ghost runs on while its secrets are as they were', async (t) => {
  const { look, ends } = scene(t);
  await look();
  assert.deepEqual(ends, []);
});

test('Ghost ends when one of its secrets has changed, and so starts with the new one', async (t) => {
  const { look, ends, change } = scene(t);
  change(1);
  await look();
  assert.deepEqual(ends, ['ended']);
});

test('Ghost is told to end once, however long that takes', async (t) => {
  const { look, ends, change } = scene(t);
  change(0);
  await Promise.all([look(), look()]);
  await look();
  assert.deepEqual(ends, ['ended']);
});

test('Ghost is left alone while it starts: it may be migrating', async (t) => {
  const { look, ends, change } = scene(t, false);
  change(0);
  await look();
  assert.deepEqual(ends, []);
});

interface Happened {
  readonly looks?: 'Ghost' | 'a worker';
  /** In milliseconds. */
  readonly every?: number;
  readonly starts?: true | 'a worker';
  readonly request?: string;
  readonly ends?: string;
}

const SITE = 'GET https /ghost/api/admin/site/';
const here = (path: string) => join(import.meta.dirname, path);

/** Ghost with restart.mjs, as the pod starts it. @param answers its statuses; none for a Ghost that ends by itself */
const ghost = async (t: TestContext, answers: readonly number[], meanwhile?: World<Happened>['meanwhile']) =>
  runProgram<Happened>(t, {
    state: { answers },
    files: { user: 'old', mail: 'old' },
    fakes: { 'index.js': here('world/started-ghost.cjs') },
    args: [
      ...['--import', here('world/quick-looks.mjs')],
      ...['--import', here('../../../gitops/apps/ghost/restart.mjs'), 'index.js'],
    ],
    env: {
      server__port: await freePort(),
      database__connection__user_FILE: 'user',
      mail__from_FILE: 'mail',
      __FILE: 'of nobody',
      SSL_CERT_FILE: 'of Node.js',
      database__connection__user_FILES: 'of nobody',
    },
    ...(meanwhile && { meanwhile }),
  });

/** Writes a file once Ghost and its worker run. */
const changed =
  (file: string): World<Happened>['meanwhile'] =>
  async ({ folder, until }) => {
    await until((notes) => notes.filter(({ starts }) => starts).length === 2);
    writeFileSync(join(folder, file), 'new');
  };

for (const file of ['user', 'mail'])
  test(`Ghost ends in order when the file of a setting has changed: ${file}`, async (t) => {
    const { code, said, notes } = await ghost(t, [503, 500, 301], changed(file));
    assert.equal(code, 0);
    assert.deepEqual(said, ['restart: a file of the settings has changed; Ghost ends, and starts again with it']);
    const happened = notes.flatMap(({ request, ends }) => request ?? ends ?? []);
    assert.deepEqual([...new Set(happened)], [SITE, 'in order'], 'it is asked as by the load balancer');
    assert.ok(happened.length > 3, 'it is asked again until it has started');
  });

test('the files are looked at every five seconds, by Ghost and not by its workers, until it ends', async (t) => {
  const { code, notes } = await ghost(t, []);
  assert.deepEqual([code, notes], [0, [{ looks: 'Ghost', every: 5_000 }]]);
  const { notes: withWorker } = await ghost(t, [200], changed('user'));
  assert.equal(withWorker.filter(({ looks }) => looks).length, 1);
});

test('a look that fails is followed by another one', async (t) => {
  const { code } = await ghost(t, [200], async ({ folder, until }) => {
    await until((notes) => notes.some(({ starts }) => starts));
    rmSync(join(folder, 'user'));
    await sleep(200);
    writeFileSync(join(folder, 'user'), 'new');
  });
  assert.equal(code, 0);
});
