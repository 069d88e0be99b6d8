import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cdkContext } from '../cli/shared/cdk-context.ts';
import { STACK_NAMES } from './support/fixtures.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A copy of what `cdk synth` reads, in a folder of its own. */
function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  folders.push(folder);
  for (const name of ['bin', 'lib', 'onemerge.config.ts', 'package.json', 'tsconfig.json', 'cdk.json']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

interface Run {
  readonly code: number;
  readonly stderr: string;
}

/** Runs the app as the CDK command line does, without credentials, network or the templates' validation. */
function runApp(folder: string, timeZone: string): Promise<Run> {
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    TZ: timeZone,
    CDK_OUTDIR: join(folder, 'cdk.out'),
    CDK_CONTEXT_JSON: JSON.stringify(cdkContext()),
    CDK_VALIDATION: 'false',
  };
  return new Promise((resolve) => {
    const args = ['--import', 'tsx', 'bin/app.ts'];
    execFile(process.execPath, args, { cwd: folder, env, timeout: 180_000 }, (error, _stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stderr }),
    );
  });
}

function templateBytes(folder: string): Record<string, string> {
  const out = join(folder, 'cdk.out');
  const names = readdirSync(out).filter((name) => name.endsWith('.template.json'));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name), 'utf8')]));
}

describe('synthesis', { concurrency: 2 }, () => {
  test('gives the same bytes in two folders and two time zones, without credentials', async () => {
    const [here, there] = [checkout(), checkout()];
    const runs = await Promise.all([runApp(here, 'Pacific/Kiritimati'), runApp(there, 'America/Los_Angeles')]);
    for (const { code, stderr } of runs) assert.equal(code, 0, stderr);
    assert.equal(Object.keys(templateBytes(here)).length, STACK_NAMES.length);
    assert.deepEqual(templateBytes(here), templateBytes(there));
  });

  test('of a wrong config ends with code 1 and one line for each mistake, without a stack trace', async () => {
    const folder = checkout();
    writeFileSync(
      join(folder, 'onemerge.config.ts'),
      "export default { name: 'x', region: 'eu-west-1', alarmEmail: 'a@example.com', repository: { owner: 'o', name: 'r' } };\n",
    );
    const { code, stderr } = await runApp(folder, 'UTC');
    assert.equal(code, 1);
    const lines = stderr.trim().split('\n');
    assert.equal(lines.length, 2, stderr);
    assert.ok(
      lines.every((line) => line.startsWith('onemerge.config.ts: ')),
      stderr,
    );
  });

  test('of a config without a default export says what to write', async () => {
    const folder = checkout();
    writeFileSync(join(folder, 'onemerge.config.ts'), "export const config = 'elsewhere';\n");
    const { code, stderr } = await runApp(folder, 'UTC');
    assert.equal(code, 1);
    assert.match(
      stderr.trim(),
      /^onemerge\.config\.ts: the default export is missing: write export default defineConfig\([^\n]*$/,
    );
  });

  const broken = [
    [
      'the config',
      'onemerge.config.ts',
      'export default {\n  name: ]\n};\n',
      /^onemerge\.config\.ts:2:9: Unexpected "\]"$/,
    ],
    ['the app', 'lib/app.ts', 'const const;\n', /^lib\/app\.ts:1:7: Expected identifier but found "const"$/],
    [
      'the app, when it is built,',
      'lib/app.ts',
      "export const buildApp = () => {\n  throw new Error('no zones');\n};\n",
      /^lib\/app\.ts:2:9: no zones$/,
    ],
    [
      'the app, when it is synthesized,',
      'lib/app.ts',
      "export const buildApp = (app) => {\n  app.synth = () => {\n    throw new Error('no zones');\n  };\n};\n",
      /^lib\/app\.ts:3:11: no zones$/,
    ],
  ] as const;
  for (const [title, file, text, line] of broken) {
    test(`of an error in ${title} ends with code 1 and one line with its place`, async () => {
      const folder = checkout();
      writeFileSync(join(folder, file), text);
      const { code, stderr } = await runApp(folder, 'UTC');
      assert.equal(code, 1);
      assert.match(stderr.trimEnd(), line);
    });
  }
});
