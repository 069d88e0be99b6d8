import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readHalves } from '../../../cli/review/reader/read-halves.ts';
import { ROOT } from '../../support/documents.ts';
import { type Files, smallProject } from './small-project.ts';

/** What is said about a tree, by half; undefined of one that can be read. */
async function said(of: { after(work: () => void): void }, files: Files) {
  const { infrastructure, workload } = await readHalves(smallProject(of, files).root, ['infrastructure', 'workload']);
  return [infrastructure, workload].map((half) => (half && 'error' in half ? half.error : undefined));
}

const FAILS =
  "export const renderTree = () => {\n  throw new Error('no luck');\n};\nexport const variablesIn = () => [];";
const REFUSES = FAILS.replace(
  "new Error('no luck')",
  "Object.assign(new Error('kustomize refuses it\\n because'), { name: 'RenderingError', where: 'gitops/a.yaml' })",
);

describe('what keeps a tree from being read is told with file and line', () => {
  const ofCode: [title: string, files: Files, told: RegExp][] = [
    [
      'an error in the app',
      { 'lib/app.ts': "export const buildApp = () => {\n  throw new Error('no luck');\n};" },
      /^lib\/app\.ts:2:9: no luck$/,
    ],
    [
      'an error in what the app imports',
      { 'lib/app.ts': "import './a.ts';", 'lib/a.ts': "\nthrow new TypeError('no');" },
      /^lib\/a\.ts:2:7: no$/,
    ],
    ['code that does not parse', { 'lib/app.ts': 'export const a = ]' }, /^lib\/app\.ts:1:18: Unexpected "\]"$/],
    [
      'an import that leads nowhere',
      { 'lib/app.ts': "\nimport './nothing.ts';" },
      /^lib\/app\.ts:2:8: Cannot find module 'lib\/nothing\.ts'/,
    ],
    [
      'an error in the config',
      { 'onemerge.config.ts': 'export default nothing;' },
      /^onemerge\.config\.ts:1:16: nothing is not defined$/,
    ],
    [
      'no app',
      { 'lib/app.ts': undefined },
      /^lib\/app\.ts is missing; what moved or removed it: git log -- lib\/app\.ts$/,
    ],
    [
      'no cdk.json',
      { 'cdk.json': undefined },
      /^cdk\.json is missing; what moved or removed it: git log -- cdk\.json$/,
    ],
    [
      'no config',
      { 'onemerge.config.ts': undefined },
      /^onemerge\.config\.ts is missing; what moved or removed it: git log -- /,
    ],
    ['a cdk.json that is none', { 'cdk.json': '{ "context": ' }, /^cdk\.json: Unexpected end of JSON input$/],
    [
      'a config that its own rules refuse',
      {
        'lib/config/parse.ts':
          "export const parseConfig = () => {\n  throw Object.assign(new Error('onemerge.config.ts: name is missing'), { name: 'ConfigError' });\n};",
      },
      /^onemerge\.config\.ts: name is missing$/,
    ],
  ];
  for (const [title, files, told] of ofCode) {
    test(title, async (t) => assert.match((await said(t, files))[0] ?? '', told));
  }

  const ofManifests: [title: string, files: Files, told: RegExp][] = [
    [
      'a bracket that nobody closes',
      { 'gitops/a.yaml': 'a:\n  b: [1\nc: 2\n' },
      /^gitops\/a\.yaml:3: Flow sequence .*: indent it as/,
    ],
    ['a key twice', { 'gitops/a.yaml': 'a: 1\na: 2\n' }, /^gitops\/a\.yaml:2: Map keys must be unique: remove one/],
    ['a tab', { 'gitops/a.yaml': 'a:\n\tb: 1\n' }, /^gitops\/a\.yaml:2: is indented by a tab: /],
    [
      'a pointer of Git LFS',
      { 'gitops/a.yaml': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n' },
      /^gitops\/a\.yaml: is kept by Git LFS/,
    ],
    [
      'what the renderer refuses',
      { 'cli/shared/rendering/render.ts': REFUSES },
      /^gitops\/a\.yaml: kustomize refuses it because$/,
    ],
    [
      'no renderer',
      { 'cli/shared/rendering/render.ts': undefined },
      /^cli\/shared\/rendering\/render\.ts is missing; what moved or removed it: git log -- /,
    ],
    ['an error of the renderer itself', {}, /^cli\/shared\/rendering\/render\.ts:2:9: no luck$/],
  ];
  for (const [title, files, told] of ofManifests) {
    test(title, async (t) => {
      const failing = { 'cli/shared/rendering/render.ts': FAILS, ...files };
      assert.match((await said(t, failing))[1] ?? '', told);
    });
  }

  test('and nothing of a tree that can be read', async (t) => {
    assert.deepEqual(await said(t, {}), [undefined, undefined]);
  });
});

describe('of a tree with environments', () => {
  const parse = `export const parseInstallations = () => [
  { name: 'live', environment: { name: 'production', after: 'staging' } },
  { name: 'staged', environment: { name: 'staging' } },
];
export const parseConfig = (_config: unknown, name: string) => ({ name });`;
  const app = 'export const buildApp = (_app: unknown, { name }: { name: string }) => {\n  throw new Error(name);\n};';

  test('the one that nothing comes after is read, wherever it stands', async (t) => {
    const [infrastructure] = await said(t, { 'lib/config/parse.ts': parse, 'lib/app.ts': app });
    assert.match(infrastructure ?? '', /: live$/);
  });

  test('or the one that is named', async (t) => {
    process.env.ONEMERGE_ENVIRONMENT = 'staging';
    t.after(() => delete process.env.ONEMERGE_ENVIRONMENT);
    const [infrastructure] = await said(t, { 'lib/config/parse.ts': parse, 'lib/app.ts': app });
    assert.match(infrastructure ?? '', /: staging$/);
  });

  test('it is named, and the stacks of the others come with the checks', async (t) => {
    const stacks = `import { CfnOutput, Stack } from 'aws-cdk-lib';
export function buildApp(app: any, { name }: { name: string }) {
  const stack = new Stack(app, 'Data', { stackName: name });
  new CfnOutput(stack, 'Name', { value: name });
}`;
    const { root: tree } = smallProject(t, { 'lib/config/parse.ts': parse, 'lib/app.ts': stacks });
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    const { environment, others } = await readHalves(tree, ['nag']);
    assert.equal(environment, 'production');
    const { infrastructure = { error: 'it was not read' } } = others?.staging ?? {};
    assert.ok('value' in infrastructure, JSON.stringify(others));
    assert.equal(infrastructure.value.Data?.name, 'staged');
  });

  test('the others are not synthesized for what asks about the manifests alone', async (t) => {
    const { environment, others } = await readHalves(smallProject(t, { 'lib/config/parse.ts': parse }).root, [
      'workload',
    ]);
    assert.equal(environment, 'production');
    assert.deepEqual(Object.keys(others?.staging ?? {}), ['workload']);
  });
});
