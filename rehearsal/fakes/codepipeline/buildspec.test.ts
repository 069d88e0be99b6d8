import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BuildspecError, parseBuildspec } from './buildspec.ts';

const parse = (text: string) => parseBuildspec(text, 'buildspec.yml');
const withPhases = (phases: string) => parse(`version: 0.2\nphases: ${phases}`);

test("the project's own buildspec is run, and a failed deployment is followed by what says why", () => {
  const { phases } = parse(readFileSync(new URL('../../../buildspec.yml', import.meta.url), 'utf8'));
  assert.ok(phases.build?.commands.some((command) => command.startsWith('npx cdk deploy --all')));
  assert.deepEqual([phases.install?.abortsOnFailure, phases.build?.abortsOnFailure], [true, false]);
});

test('variables, shell, finally and the Node.js version are read', () => {
  const spec = parse(`
version: 0.2
env: { shell: bash, variables: { GREETING: hello, COUNT: 3 } }
phases:
  install: { runtime-versions: { nodejs: 24 } }
  build: { commands: [make], finally: [clean] }
`);
  assert.deepEqual([spec.shell, spec.variables, spec.node], ['bash', { GREETING: 'hello', COUNT: '3' }, '24']);
  assert.deepEqual(spec.phases.build, { commands: ['make'], finally: ['clean'], abortsOnFailure: false });
});

test('a buildspec that CodeBuild would refuse is refused with its word and the field', () => {
  for (const [text, message] of [
    ['version: 0.1\nphases: {}', /YAML_FILE_ERROR.*it must be 0\.2.*version/s],
    ['version: 0.2', /YAML_FILE_ERROR.*phases/s],
    ['version: 0.2\nphases: { deploy: { commands: [x] } }', /deploy/],
    ['version: 0.2\nphases: {}\nenv: { variables: { CODEBUILD_X: y } }', /CODEBUILD_/],
    ['phases: [', /YAML_FILE_ERROR/],
  ] as const) {
    assert.throws(
      () => parse(text),
      (error) => error instanceof BuildspecError && message.test(error.message),
    );
  }
});

test('what is not emulated is refused, so that no rehearsal is green because of it', () => {
  assert.throws(() => withPhases('{ build: { commands: [x], on-failure: CONTINUE } }'), /only ABORT is emulated/);
  assert.throws(() => parse('version: 0.2\nphases: {}\nartifacts: { files: [x] }'), /artifacts/);
});
