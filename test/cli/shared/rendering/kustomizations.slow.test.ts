// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are variables of Flux
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { RenderingError, renderTree } from '../../../../cli/shared/rendering/render.ts';
import { checkTree } from '../../../../cli/shared/tree/check.ts';
import { LOCK_FILE } from '../../../../lib/lock.ts';
import { REPOSITORY } from '../../../gitops/tree.ts';

const KUSTOMIZATION = 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n';
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: flux-system }\n';

/** A tree whose root holds one Kustomization `app`, of a folder with one ConfigMap. @param spec more of the Kustomization */
function tree(t: TestContext, spec: string, configMap = CONFIG_MAP): string {
  const folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('gitops/clusters/production/kustomization.yaml', 'resources: [app.yaml]\n');
  write(
    'gitops/clusters/production/app.yaml',
    `${KUSTOMIZATION}metadata: { name: app, namespace: flux-system }\nspec: { ${spec.startsWith('path') ? '' : 'path: ./gitops/app, '}${spec.includes('sourceRef') ? '' : 'sourceRef: { kind: GitRepository }, '}${spec} }\n`,
  );
  write('gitops/app/kustomization.yaml', 'resources: [a.yaml]\n');
  write('gitops/app/a.yaml', configMap);
  mkdirSync(join(folder, dirname(LOCK_FILE)), { recursive: true });
  cpSync(join(REPOSITORY, LOCK_FILE), join(folder, LOCK_FILE));
  return folder;
}

const applied = (folder: string, settings: Record<string, string> = {}) =>
  renderTree(settings, undefined, folder).flatMap(({ objects }) => objects);
const configMap = (folder: string, settings?: Record<string, string>) =>
  applied(folder, settings).find(({ kind }) => kind === 'ConfigMap');

describe('a Flux Kustomization', () => {
  test('that another one applies is rendered too', (t) => {
    const inner = `---\n${KUSTOMIZATION}metadata: { name: inner, namespace: flux-system }\nspec: { path: ./gitops/inner, sourceRef: { kind: GitRepository } }\n`;
    const folder = tree(t, '', CONFIG_MAP + inner);
    mkdirSync(join(folder, 'gitops/inner'));
    writeFileSync(join(folder, 'gitops/inner/b.yaml'), CONFIG_MAP.replace('name: a', 'name: b'));
    assert.ok(applied(folder).some(({ metadata }) => metadata.name === 'b'));
  });

  test('changes what it applies by its own fields', (t) => {
    const fields = 'targetNamespace: other, namePrefix: x-, commonMetadata: { labels: { a: b } }';
    assert.deepEqual(configMap(tree(t, fields))?.metadata, { name: 'x-a', namespace: 'other', labels: { a: 'b' } });
  });

  test('has variables of its own, read as YAML 1.1', (t) => {
    const folder = tree(t, 'postBuild: { substitute: { X: "on" } }', `${CONFIG_MAP}data: { a: "\${X}" }\n`);
    assert.equal(configMap(folder)?.data.a, true);
  });

  test('without variables keeps what looks like one', (t) => {
    assert.equal(configMap(tree(t, '', `${CONFIG_MAP}data: { a: "\${X}" }\n`))?.data.a, '${X}');
  });

  test('keeps what is escaped for a shell', (t) => {
    const folder = tree(t, 'postBuild: { substituteStrategy: Always }', `${CONFIG_MAP}data: { a: "$\${HOME}" }\n`);
    assert.equal(configMap(folder)?.data.a, '${HOME}');
  });

  test('applies as another whom the tree makes', (t) => {
    const account = CONFIG_MAP.replace('kind: ConfigMap', 'kind: ServiceAccount');
    const folder = tree(t, 'serviceAccountName: a', `${CONFIG_MAP}---\n${account}`);
    assert.equal(configMap(folder)?.metadata.name, 'a');
  });

  const refused: readonly (readonly [title: string, spec: string, words: RegExp, configMap?: string])[] = [
    ['decrypts', 'decryption: { provider: sops }', /decrypts what it applies.*remove spec\.decryption/],
    ['applies elsewhere', 'kubeConfig: { secretRef: { name: a } }', /applies to another cluster/],
    [
      'applies as another whom nobody makes',
      'serviceAccountName: a',
      /with the rights of a ServiceAccount that nobody checks: nothing in gitops\/ makes flux-system\/a.*remove spec\.serviceAccountName, or write the ServiceAccount a/,
    ],
    ['follows a bucket', 'sourceRef: { kind: Bucket }', /follows a Bucket/],
    ['has a component from elsewhere', 'components: ["https://example.com/a"]', /takes relative paths only/],
    [
      'has a path that does not exist',
      'path: ./gitops/none',
      /gitops\/none\/kustomization\.yaml does not exist.*spec\.path/,
    ],
    [
      'takes variables from nowhere',
      'postBuild: { substituteFrom: [{ kind: Secret, name: a }] }',
      /from Secret a, which is not there/,
    ],
    [
      'patches what is not there',
      'patches: [{ patch: "apiVersion: v1\\nkind: Pod\\nmetadata: { name: no }" }]',
      /kustomize refuses gitops\/app: .*no matches/s,
    ],
    [
      'substitutes a broken variable',
      'postBuild: { substituteStrategy: Always }',
      /ConfigMap a in gitops\/app: .*lacks its \}/,
      `${CONFIG_MAP}data: { a: "\${X" }\n`,
    ],
    [
      'makes no YAML',
      'postBuild: { substitute: { X: "a: b" } }',
      /is no YAML once it is substituted/,
      `${CONFIG_MAP}data: { a: "\${X}" }\n`,
    ],
    [
      'makes a name no text',
      'postBuild: { substitute: { X: "1" } }',
      /needs apiVersion, kind and metadata\.name as texts/,
      CONFIG_MAP.replace('name: a', 'name: "${X}"'),
    ],
  ];
  for (const [title, spec, words, text] of refused) {
    test(`that ${title} is refused by its name`, (t) => {
      const folder = tree(t, spec, text);
      const error = (() => {
        try {
          return applied(folder);
        } catch (reason) {
          return reason;
        }
      })();
      assert.ok(error instanceof RenderingError, JSON.stringify(error));
      assert.match(error.message, words);
    });
  }

  test('whose kustomization.yaml is missing, so that kustomize refuses what lies there, is told to add it', (t) => {
    const folder = tree(t, '');
    rmSync(join(folder, 'gitops/app/kustomization.yaml'));
    mkdirSync(join(folder, 'gitops/app/part'));
    const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';
    writeFileSync(join(folder, 'gitops/app/part/kustomization.yaml'), component);
    assert.throws(() => applied(folder), {
      where: 'gitops/app/kustomization.yaml',
      edit: /^add the file that names its resources/,
    });
  });

  test('does not see what a link leads to', (t) => {
    const folder = tree(t, '');
    symlinkSync('a.yaml', join(folder, 'gitops/app/b.yaml'));
    writeFileSync(join(folder, 'gitops/app/kustomization.yaml'), 'resources: [b.yaml]\n');
    assert.throws(() => applied(folder), /kustomize refuses gitops\/app/);
    assert.deepEqual(
      checkTree(folder).map(({ where }) => where),
      ['gitops/app/b.yaml'],
    );
  });

  test('does not see what is a repository of its own', (t) => {
    const folder = tree(t, '');
    mkdirSync(join(folder, 'gitops/app/base'));
    for (const name of ['.git', 'b.yaml']) writeFileSync(join(folder, 'gitops/app/base', name), CONFIG_MAP);
    writeFileSync(join(folder, 'gitops/app/kustomization.yaml'), 'resources: [base/b.yaml]\n');
    assert.throws(() => applied(folder), /kustomize refuses gitops\/app/);
    assert.match(checkTree(folder)[0]?.what ?? '', /is a repository of its own, a submodule perhaps/);
  });

  for (const [what, path, text] of [
    ['Git ignores', '.gitignore', 'a.yaml\n'],
    ['.sourceignore leaves out', 'gitops/.sourceignore', 'app/*.yaml\n!kustomization.yaml\n'],
  ] as const) {
    test(`does not see what ${what}`, (t) => {
      const folder = tree(t, '');
      execFileSync('git', ['init', '--quiet', folder]);
      assert.ok(configMap(folder));
      writeFileSync(join(folder, path), text);
      assert.throws(() => applied(folder), /kustomize refuses gitops\/app/);
      const [fault] = checkTree(folder);
      assert.equal(fault?.where, 'gitops/app/kustomization.yaml:1');
      assert.match(fault.what, /names a\.yaml, which does not exist, or which Flux and Git leave out/);
    });
  }
});

describe('what kustomize crashes on', () => {
  test('is told without its stack trace', (t) => {
    const folder = tree(t, '', `${CONFIG_MAP}data: &a { b: *a }\n`);
    assert.throws(
      () => applied(folder),
      (error: Error) => {
        assert.ok(error instanceof RenderingError);
        assert.match(error.message, /^kustomize crashes on gitops\/app: runtime: goroutine stack exceeds [^\n]*$/);
        return true;
      },
    );
  });

  test('is told with file and line where it is known', (t) => {
    const folder = tree(t, '', `${CONFIG_MAP}data: &a\n  b: *a\n`);
    const [fault] = checkTree(folder);
    assert.equal(fault?.where, 'gitops/app/a.yaml:5');
  });
});

test('a repository without manifests is told as such', (t) => {
  const folder = tree(t, '');
  rmSync(join(folder, 'gitops'), { recursive: true });
  assert.deepEqual(checkTree(folder), [
    { where: 'gitops', what: 'does not exist', edit: 'git checkout HEAD -- gitops' },
  ]);
});
