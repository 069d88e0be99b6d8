import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildImage } from './image.ts';

/** Images are built where rehearsals run, with the tools of that system. */
const skip = process.platform !== 'linux' && 'images are built on Linux';

test('an image keeps links as they are, and says how it starts', { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  const inside = (name: string) => join(folder, name);
  try {
    for (const name of ['program', 'entry', 'scratch']) mkdirSync(inside(name));
    writeFileSync(inside('program/index.js'), 'x');
    writeFileSync(inside('program/index.js.map'), 'x');
    symlinkSync('index.js', inside('program/main.js'));
    const image = {
      reference: 'example.com/program:1.0.0',
      files: { '/opt/program': inside('program') },
      leaveOut: ['*.map'],
      entrypoint: ['/opt/start'],
      command: ['node', 'main.js'],
      workingDirectory: '/opt/program',
      user: '0:0',
      accounts: { node: 1000 },
    };
    await buildImage(image, inside('entry'), inside('scratch'), inside('log'));
    const blobs = readdirSync(inside('entry/blobs')).map((name) => inside(`entry/blobs/${name}`));
    const texts = blobs.map((path) => readFileSync(path, 'utf8'));
    const { config } = JSON.parse(texts.find((text) => text.includes('"rootfs"')) ?? '{}');
    assert.deepEqual(
      [config.Entrypoint, config.Cmd, config.WorkingDir],
      [['/opt/start'], ['node', 'main.js'], '/opt/program'],
    );
    const layer = blobs.find((_path, index) => !texts[index]?.startsWith('{')) ?? '';
    const list = execFileSync('tar', ['-tvf', layer], { encoding: 'utf8' });
    assert.doesNotMatch(list, /\.map/);
    assert.match(list, /opt\/program\/main\.js -> index\.js/);
    assert.match(execFileSync('tar', ['-xOf', layer, './etc/passwd'], { encoding: 'utf8' }), /^node:x:1000:/m);
    assert.ok(existsSync(inside('program/index.js')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
