import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, describe, test } from 'node:test';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { Recorder } from '../../../cli/verify/record.ts';
import { after, facts, factsOf, kustomization, root } from './facts.ts';

const folder = mkdtempSync(join(tmpdir(), 'onemerge-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a recording', () => {
  test('has a file for each observation that differs in more than its time, named by the verdict', () => {
    const recorder = new Recorder(join(folder, 'new'));
    const suspended = (seconds: number) =>
      factsOf({ kustomizations: [root(), kustomization({ suspended: true })] }, { observedAt: after(seconds) });
    for (const observed of [suspended(1), suspended(2), facts()]) recorder.record(observed, judge(observed));
    assert.deepEqual(readdirSync(join(folder, 'new')), ['001-not-live-suspended.json', '002-live.json']);
  });

  test('that cannot be written says where, and what to name', () => {
    const [file, link] = [join(folder, 'file'), join(folder, 'link')];
    writeFileSync(file, '');
    symlinkSync('nowhere', link);
    const places = [
      [file, 'EEXIST'],
      [join(file, 'below'), 'ENOTDIR'],
      [link, 'ENOENT'],
      [join(link, 'below'), 'ENOENT'],
      [join(folder, 'a'.repeat(300)), 'ENAMETOOLONG'],
      ['/dev/null/below', 'ENOTDIR'],
      // Node.js would try for ever.
      ['/proc/below', 'ENOENT'],
      ['/proc/self/below/below', 'ENOENT'],
    ] as const;
    for (const [path, code] of places.filter(([place]) => !place.startsWith('/proc') || existsSync('/proc/self'))) {
      assert.throws(() => new Recorder(path), {
        name: 'CommandError',
        message: new RegExp(`^What was observed was not written to ${path}: ${code}`),
        help: /--record <folder>$/,
        exitCode: 2,
      });
    }
  });

  test('makes the folders above its own', () => {
    new Recorder(join(folder, 'one/two/three'));
    assert.deepEqual(readdirSync(join(folder, 'one/two')), ['three']);
  });

  test('says so when its folder is gone meanwhile', () => {
    const recorder = new Recorder(join(folder, 'gone'));
    rmSync(join(folder, 'gone'), { recursive: true });
    assert.throws(() => recorder.record(facts(), judge(facts())), { message: /001-live\.json: ENOENT/, exitCode: 2 });
  });

  test('gives the same verdict when it is judged again', () => {
    const { facts: recorded, state } = JSON.parse(
      readFileSync(join(folder, 'new', '001-not-live-suspended.json'), 'utf8'),
    );
    assert.equal(judge(recorded).state, state);
  });
});
