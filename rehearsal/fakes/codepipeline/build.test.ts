import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from './build.ts';
import { definition } from './fixtures.ts';

/** Builds a source that holds nothing but this buildspec. */
async function buildWith(
  t: TestContext,
  buildspec: string | undefined,
  project: object = {},
  variables: Readonly<Record<string, string>> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const log = join(folder, 'log');
  const outcome = await build(
    {
      definition: definition({ project: { ...definition().project, ...project } }),
      buildId: 'deploy:1',
      commit: 'c0ffee',
      variables,
      folder,
      log,
    },
    {
      account: '111122223333',
      region: 'eu-west-1',
      env: { AWS_ENDPOINT_URL: 'https://aws.example.com' },
      nodes: [],
      connection: { GIT_CONFIG_COUNT: '1' },
      credentials: async () => ({ AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE' }),
      fetchSource: async (_repository, _commit, source) => {
        mkdirSync(source);
        if (buildspec) writeFileSync(join(source, 'buildspec.yml'), buildspec);
      },
    },
  );
  return { outcome, printed: readFileSync(log, 'utf8') };
}

test('a build runs with the credentials of its role and the variables of CodeBuild', async (t) => {
  const { outcome, printed } = await buildWith(t, 'version: 0.2\nphases: { build: { commands: [env] } }');
  assert.equal(outcome.reason, undefined);
  for (const line of [
    'AWS_ACCESS_KEY_ID=ASIAEXAMPLE',
    'AWS_REGION=eu-west-1',
    'AWS_ENDPOINT_URL=https://aws.example.com',
    'CODEBUILD_RESOLVED_SOURCE_VERSION=c0ffee',
    'CODEBUILD_INITIATOR=codepipeline/deploys',
  ]) {
    assert.ok(printed.includes(line), line);
  }
});

test("a build's verdict is left beside its log", async (t) => {
  const { printed } = await buildWith(t, 'version: 0.2\nphases: { build: { commands: [env] } }');
  assert.match(printed, /^ONEMERGE_VERDICT_FILE=.*\/log\.verdict\.json$/m);
});

test("only a build that asks for Git's credential helper may use Git as the connection may", async (t) => {
  const env = (helper: string) => `version: 0.2\n${helper}phases: { build: { commands: [env] } }`;
  const { printed: asked } = await buildWith(t, env('env: { git-credential-helper: yes }\n'));
  const { printed: unasked } = await buildWith(t, env(''));
  assert.deepEqual(
    [asked, unasked].map((text) => text.includes('GIT_CONFIG_COUNT=1')),
    [true, false],
  );
});

test('the variables of the project win over those of the buildspec', async (t) => {
  const spec =
    'version: 0.2\nenv: { variables: { A: spec, B: spec } }\nphases: { build: { commands: [echo "$A $B"] } }';
  const { printed } = await buildWith(t, spec, { variables: { A: 'project' } });
  assert.match(printed, /^project spec$/m);
});

test('the variables of the pipeline win over those of its project', async (t) => {
  const spec = 'version: 0.2\nphases: { build: { commands: [echo "$A $B"] } }';
  const { printed } = await buildWith(t, spec, { variables: { A: 'project', B: 'project' } }, { A: 'pipeline' });
  assert.match(printed, /^pipeline project$/m);
});

test('a failed command names phase, command and exit status', async (t) => {
  const { outcome } = await buildWith(t, 'version: 0.2\nphases: { install: { commands: [true, (exit 7)] } }');
  assert.equal(outcome.reason, 'INSTALL: Error while executing command: (exit 7). Reason: exit status 7');
  assert.deepEqual(
    outcome.phases.map(({ name }) => name),
    ['install'],
  );
});

test('a source without a buildspec, or with a broken one, fails before any phase', async (t) => {
  const missing = await buildWith(t, undefined);
  assert.match(missing.outcome.reason ?? '', /DOWNLOAD_SOURCE: YAML_FILE_ERROR: buildspec\.yml is not in the source/);
  const broken = await buildWith(t, 'version: 7');
  assert.match(broken.outcome.reason ?? '', /DOWNLOAD_SOURCE: YAML_FILE_ERROR/);
});

test('a build that hangs is ended after the time that the project allows', async (t) => {
  const spec = 'version: 0.2\nphases: { build: { commands: [sleep 60] } }';
  const { outcome } = await buildWith(t, spec, { timeoutMinutes: 0.005 });
  assert.match(outcome.reason ?? '', /BUILD_TIMED_OUT/);
});

test('what could not be done as on AWS is noted', async (t) => {
  const { outcome } = await buildWith(t, 'version: 0.2\nphases: { install: { commands: [n 99] } }');
  assert.match(outcome.notes.join(), /no Node\.js 99 is at hand/);
});
