import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { loadPage, told } from './page-load.ts';

const LOAD = { firstPaint: 210.4, largestPaint: 339.6, shift: 0.004, blocked: 12, requests: 9, bytes: 215_040 };

describe('how a page comes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-browser-'));
  after(() => rmSync(folder, { recursive: true }));

  /** Loads a page by a browser that answers every command so. */
  const load = async (answer: string) => {
    const programs = join(folder, 'usr/lib/chromium');
    mkdirSync(programs, { recursive: true });
    const program = join(programs, 'chromium-headless-shell');
    writeFileSync(
      program,
      `#!${process.execPath}
const { createReadStream, createWriteStream } = require('node:fs');
const messages = createWriteStream('', { fd: 4 });
const say = (message) => messages.write(JSON.stringify(message) + '\\0');
createReadStream('', { fd: 3, encoding: 'utf8' }).on('data', (text) => {
  for (const { id, method } of text.split('\\0').filter(Boolean).map(JSON.parse)) { ${answer} }
});
`,
    );
    chmodSync(program, 0o755);
    const browser = { folder, chromium: folder, env: {} };
    return await loadPage(browser, { page: new URL('https://blog.example.com/a/'), width: 400, height: 800 });
  };

  test('is measured in the page, once it has loaded', async () => {
    const value = JSON.stringify(LOAD);
    const answers = `
      const results = { 'Target.createTarget': { targetId: 't' }, 'Target.attachToTarget': { sessionId: 's' },
        'Runtime.evaluate': { result: { value: ${value} } } };
      say({ id, result: results[method] ?? {} });
      if (method === 'Page.navigate') say({ method: 'Page.loadEventFired' });`;
    assert.deepEqual(await load(answers), LOAD);
  });

  test('is not known when the browser refuses, or ends', async () => {
    await assert.rejects(load(`say({ id, error: { message: 'no such target' } });`), /no such target/);
    await assert.rejects(load('process.exit(3)'), /the browser has ended/);
  });

  test('is told in one line', () => {
    assert.equal(
      told(LOAD),
      'first paint 210 ms, largest 340 ms, moved by 0.00, blocked for 12 ms, 9 requests, 210 KiB',
    );
  });
});
