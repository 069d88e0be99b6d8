import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Program } from '../../shared/process/program.ts';
import { run } from '../../shared/process/run.ts';
import { auditorOf, auditSight } from './lighthouse.ts';
import { CATEGORIES, type Order } from './order.ts';

const SIGHT = { page: new URL('https://blog.example.com/a/'), width: 400, height: 800 };

const LHR = {
  environment: { benchmarkIndex: 2000 },
  categories: Object.fromEntries(CATEGORIES.map((name) => [name, { score: 0.9, auditRefs: [] }])),
  audits: {},
};

describe('an audit by Lighthouse', () => {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-lighthouse-'));
  after(() => rmSync(folder, { recursive: true }));
  const log = (name: string) => join(folder, `${name}.log`);

  const program = (path: string, script: string) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, script);
    chmodSync(file, 0o755);
  };

  /** Audits with these programs in place of Chromium and of the newer Node.js. */
  const audit = async (chromium: string, node: string) => {
    program('usr/lib/chromium/chromium-headless-shell', `#!/bin/sh\n${chromium}\n`);
    program('bin/node', `#!${process.execPath}\n${node}\n`);
    const started: Program[] = [];
    const start = (name: string, command: string, args: readonly string[]) => {
      const made = new Program(name, command, args, { log: log(name) });
      started.push(made);
      return made;
    };
    const sandbox = { env: {}, folder, log, start };
    const work = auditSight(sandbox, { chromium: folder, lighthouse: folder, node: folder }, SIGHT, 'desktop');
    return { work, ended: () => started.every((one) => one.death() !== undefined) };
  };

  const listens = `for option; do case $option in --user-data-dir=*) folder="\${option#*=}"; esac; done
printf '4711\\n/devtools/browser/1' > "$folder/DevToolsActivePort"
exec sleep 600`;

  test('happens in a browser of its own that ends with it, on the Node.js that Lighthouse wants', async () => {
    const { work, ended } = await audit(
      listens,
      `const { writeFileSync } = require('node:fs');
      const order = JSON.parse(process.argv[3]);
      writeFileSync(${JSON.stringify(log('order'))}, process.argv[3]);
      writeFileSync(order.file, ${JSON.stringify(JSON.stringify(LHR))});`,
    );
    assert.equal((await work).scores.seo, 90);
    const { port, url, preset } = JSON.parse(readFileSync(log('order'), 'utf8')) as Order;
    assert.deepEqual([port, url, preset], [4711, 'https://blog.example.com/a/', 'desktop']);
    assert.ok(ended(), 'end the browser: it goes on loading pages beside the next audit');
  });

  test('that fails says what Lighthouse said, and leaves no browser', async () => {
    const { work, ended } = await audit(listens, `console.error('no page to audit'); process.exit(1);`);
    await assert.rejects(work, { name: 'ProcessError', message: /exit code 1[\s\S]*no page to audit/ });
    assert.ok(ended());
  });

  test('by a browser that does not start ends at once, with its words', async () => {
    const { work } = await audit('echo a library is missing; exit 127', '');
    await assert.rejects(work, {
      name: 'WaitError',
      message: /Chromium listens: chromium ended with exit code 127[\s\S]*missing/,
    });
  });

  test('is possible where the cache has what it takes, and says what to name where not', () => {
    const cache = { buildNode: '/node', chromium: '/chromium', lighthouse: '/lighthouse' };
    assert.deepEqual(auditorOf(cache), { node: '/node', chromium: '/chromium', lighthouse: '/lighthouse' });
    const { lighthouse: _, ...without } = cache;
    assert.throws(() => auditorOf(without), {
      name: 'RehearsalError',
      message: 'this rehearsal has no Lighthouse or no browser',
      help: /npx onemerge rehearse ghost lighthouse$/,
    });
  });

  test('asks Lighthouse for the four scores, with its own settings for a desktop, and keeps its report', async () => {
    const main = join(folder, 'main.mjs');
    writeFileSync(
      main,
      `export const desktopConfig = { for: 'a desktop' };
      export default async (...asked) => ({ lhr: { asked } });`,
    );
    const script = join(import.meta.dirname, 'audit.ts');
    const ask = async (preset: Order['preset']) => {
      const file = join(folder, `${preset}.json`);
      const order: Order = { program: main, port: 4711, url: SIGHT.page.href, preset, categories: CATEGORIES, file };
      await run(process.execPath, ['--import', 'tsx', script, JSON.stringify(order)], { seconds: 300 });
      return JSON.parse(readFileSync(file, 'utf8')) as { asked: [string, object, object | undefined] };
    };
    const flags = { port: 4711, output: 'json', logLevel: 'error', onlyCategories: [...CATEGORIES] };
    assert.deepEqual((await ask('desktop')).asked, [SIGHT.page.href, flags, { for: 'a desktop' }]);
    assert.deepEqual((await ask('mobile')).asked.slice(0, 2), [SIGHT.page.href, flags]);
  });
});
