import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isSameTemplate, Synthesis, synthesize } from '../../../../cli/verify/observe/synthesis.ts';
import { Unreadable } from '../../../../cli/verify/observe/unreadable.ts';
import { PRODUCERS } from '../../../../lib/output-fingerprint.ts';

/** An app that synthesizes one stack, without the CDK. */
const APP = `
const { mkdirSync, writeFileSync } = require('node:fs');
const out = process.env.CDK_OUTDIR;
const { size } = JSON.parse(process.env.CDK_CONTEXT_JSON);
mkdirSync(out);
writeFileSync(out + '/a.json', JSON.stringify({ Resources: { Size: size } }));
writeFileSync(out + '/manifest.json', JSON.stringify({ artifacts: {
  A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'a.json', stackName: 'example-a' } },
  Tree: { type: 'cdk:tree' },
} }));
`;

let folder: string;
const commits: string[] = [];

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commit(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'change');
  commits.push(git('rev-parse', 'HEAD'));
}

const cdkJson = (size: number) => JSON.stringify({ app: 'node app.cjs', context: { size } });

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'onemerge-synthesis-'));
  git('init', '--quiet');
  mkdirSync(join(folder, 'node_modules'));
  commit({ 'app.cjs': APP, 'cdk.json': cdkJson(1), 'package-lock.json': '{}', '.gitignore': 'node_modules\n' });
  commit({ 'cdk.json': cdkJson(2) });
  commit({ 'app.cjs': 'throw new Error("the config is wrong")' });
  commit({
    'app.cjs': 'console.error("onemerge.config.ts: regoin: unknown field\\n  help: correct it"); process.exit(1)',
  });
  commit({ 'cdk.json': JSON.stringify({ app: 'kill -TERM $$' }) });
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the synthesis of a commit', () => {
  test('is that of its own files and context, whatever the working tree holds', async () => {
    const templates = await synthesize(folder, commits[0] ?? '');
    assert.deepEqual([...templates], [['example-a', { Resources: { Size: 1 } }]]);
    assert.deepEqual((await synthesize(folder, commits[1] ?? '')).get('example-a'), { Resources: { Size: 2 } });
  });

  test('runs while other things are looked at', async () => {
    const synthesis = new Synthesis(folder, commits[0] ?? '');
    assert.throws(() => synthesis.templates(), /not synthesized yet/);
    await synthesis.ended;
    assert.deepEqual(synthesis.templates().get('example-a'), { Resources: { Size: 1 } });
  });

  test('has ended, too, when it fails', async () => {
    const synthesis = new Synthesis(folder, commits[2] ?? '');
    await synthesis.ended;
    assert.throws(() => synthesis.templates(), Unreadable);
  });

  test('that fails says why', async () => {
    await assert.rejects(synthesize(folder, commits[2] ?? ''), (error) => {
      assert.ok(error instanceof Unreadable);
      assert.equal(error.message, 'the commit does not synthesize: app.cjs:1: Error: the config is wrong');
      return true;
    });
  });

  test('that fails with words of its own keeps them, on one line', async () => {
    await assert.rejects(
      synthesize(folder, commits[3] ?? ''),
      /does not synthesize: onemerge\.config\.ts: regoin: unknown field {3}help: correct it$/,
    );
  });

  test('that was ended says so: the app is not at fault', async () => {
    await assert.rejects(synthesize(folder, commits[4] ?? ''), (error) => {
      assert.ok(error instanceof Unreadable);
      assert.match(error.message, /was ended by SIGTERM: after 180 s it is given up/);
      assert.match(error.help, /npx cdk synth --quiet, then --app cdk\.out/);
      return true;
    });
  });

  test('needs the packages of its lockfile', async () => {
    writeFileSync(join(folder, 'package-lock.json'), '{"other":1}');
    await assert.rejects(synthesize(folder, commits[0] ?? ''), (error) => {
      assert.ok(error instanceof Unreadable);
      assert.match(error.help, /git checkout [0-9a-f]{7} && npm ci/);
      return true;
    });
  });
});

describe('two templates', () => {
  test('are the same in any order of keys, and with any metadata', () => {
    const one = { Resources: { A: { Type: 'T', Metadata: { 'aws:cdk:path': 'x' } } }, Description: 'd' };
    assert.ok(isSameTemplate(one, { Description: 'd', Resources: { A: { Type: 'T' } } }));
  });

  test('are the same although CloudFormation keeps question marks for other letters', () => {
    assert.ok(isSameTemplate({ Description: 'Blog – 図' }, { Description: 'Blog ? ?' }));
  });

  test('differ when a stack that one of them reads was replaced', () => {
    const of = (fingerprint: string) => ({
      Resources: { A: { Metadata: { [PRODUCERS]: { database: fingerprint } } } },
    });
    assert.ok(!isSameTemplate(of('1'), of('2')));
  });
});
