import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { absentFields } from '../../../../cli/verify/written/absent-fields.ts';
import { pathOf, pathsIn } from '../../../../cli/verify/written/field-paths.ts';
import { writtenManifests } from '../../../../cli/verify/written/written-manifests.ts';

const FOLDER = 'gitops/apps/shop';
const listed = { group: '', version: 'v1', kind: 'ServiceAccount', namespace: 'shop', name: 'shop' };
const deployed = { ...listed, group: 'apps', kind: 'Deployment' };
const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: shop }\n';
const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\nspec:\n';

interface Case {
  /** Files of the folder, and the fields of its kustomization.yaml beside its resources. */
  readonly files: Readonly<Record<string, string>>;
  readonly kustomization?: string;
  readonly spec?: object;
  readonly settings?: Readonly<Record<string, string>>;
  readonly of?: typeof listed;
  readonly held: object;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** `field (file:line)` of each field that is told, and what the API server must not know of. */
function told({ files, kustomization, spec, settings = {}, of = listed, held, annotations = {} }: Case) {
  const resources = Object.keys(files).filter((name) => !/patch|component/.test(name));
  const all = new Map(Object.entries(files).map(([name, text]) => [`${FOLDER}/${name}`, text]));
  all.set(`${FOLDER}/kustomization.yaml`, kustomization ?? `resources: [${resources.join(', ')}]`);
  const flux = { path: `./${FOLDER}`, postBuild: {}, ...spec };
  const written = writtenManifests('Kustomization flux-system/shop', flux, all, settings);
  const found = absentFields(of, written, { fields: pathsIn(held), annotations });
  return found.map(({ field, where, unlessKnown }) => {
    const line = `${field} (${where.replace(`${FOLDER}/`, '')})`;
    return unlessKnown ? `${line} unless ${pathOf(unlessKnown)} is known` : line;
  });
}

describe('a field that the commit sets and the cluster dropped is told with its line', () => {
  for (const value of ['false', '0', '""', '{}', '[]'])
    test(`which Kubernetes may also have left out of a field that it knows: ${value}`, () =>
      assert.deepEqual(told({ files: { 'a.yaml': `${account}automount: ${value}\n` }, held: { metadata: {} } }), [
        'automount (a.yaml:4) unless automount is known',
      ]));

  for (const value of ['true', '1', 'x', '[a]', '{ a: b }', 'no thing'])
    test(`whatever it is set to: ${value}`, () =>
      assert.deepEqual(told({ files: { 'a.yaml': `${account}secretz: ${value}\n` }, held: {} }), [
        'secretz (a.yaml:4)',
      ]));

  test('in an entry of a list, whichever, with the innermost name that is wrong', () => {
    const containers =
      '  template: { spec: { containers: [\n    { name: a, image: x },\n    { name: b, comand: [x] } ] } }\n';
    assert.deepEqual(
      told({
        files: { 'a.yaml': `${deployment}${containers}` },
        of: deployed,
        held: { spec: { template: { spec: { containers: [{ name: 'a', image: 'x' }, { name: 'b' }] } } } },
      }),
      ['spec.template.spec.containers[].comand (a.yaml:8)'],
    );
  });

  test('once, by the part of it that is not there, however much is below', () =>
    assert.deepEqual(
      told({
        files: { 'a.yaml': `${deployment}  stratgy: { type: Recreate, also: { x: 1, y: 2 } }\n` },
        of: deployed,
        held: { spec: { replicas: 1 } },
      }),
      ['spec.stratgy (a.yaml:6)'],
    ));

  test('in metadata, where names of people may be wrong too', () =>
    assert.deepEqual(
      told({
        files: { 'a.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: shop\n  lables: { a: b }\n' },
        held: { metadata: { name: 'shop' } },
      }),
      ['metadata.lables (a.yaml:5)'],
    ));

  test('by the part that is not there, which a field may decide that is set to something', () =>
    assert.deepEqual(
      told({
        files: { 'a.yaml': `${deployment}  stratgy: { paused: false, type: Recreate }\n` },
        of: deployed,
        held: { spec: {} },
      }),
      ['spec.stratgy (a.yaml:6)'],
    ));

  test('in a patch, be it a file, a text or a JSON patch, and in one of Flux', () => {
    const kustomization = [
      'resources: [a.yaml]',
      'patches:',
      '  - path: patch.yaml',
      '  - target: { kind: Dep.*, name: shop }',
      '    patch: |',
      '      apiVersion: apps/v1',
      '      kind: Deployment',
      '      metadata: { name: any }',
      '      spec: { pausd: true }',
      '  - target: { kind: Deployment }',
      '    patch: |',
      '      - { op: add, path: /spec/template/spec/containers/0/env/-, value: { name: A, valu: b } }',
    ].join('\n');
    assert.deepEqual(
      told({
        files: { 'a.yaml': `${deployment}  replicas: 1\n`, 'patch.yaml': `${deployment}  revisionHistroyLimit: 3\n` },
        kustomization,
        spec: {
          patches: [{ target: { kind: 'Deployment' }, patch: '[{ "op": "add", "path": "/spec/x", "value": 1 }]' }],
        },
        of: deployed,
        held: { spec: { replicas: 1, template: { spec: { containers: [{ env: [{ name: 'A' }] }] } } } },
      }),
      [
        'spec.revisionHistroyLimit (patch.yaml:6)',
        'spec.pausd (kustomization.yaml)',
        'spec.template.spec.containers[].env[].valu (kustomization.yaml)',
        'spec.x (Kustomization flux-system/shop)',
      ],
    );
  });

  test('in a component that Flux names', () =>
    assert.deepEqual(
      told({
        files: {
          'a.yaml': account,
          'component/kustomization.yaml': 'kind: Component\npatches: [{ path: patch.yaml }]',
          'component/patch.yaml': `${account}secrts: [{ name: x }]\n`,
        },
        spec: { components: ['component'] },
        held: {},
      }),
      ['secrts (component/patch.yaml:4)'],
    ));

  test('of an object whose name is a variable, or gets a prefix', () => {
    const named = account.replace('name: shop', `name: '\${NAME}'`);
    const files = { 'a.yaml': `${named}secretz: x\n` };
    const name = { ...listed, name: 'my-shop' };
    assert.equal(told({ files, settings: { NAME: 'my-shop' }, of: name, held: {} }).length, 1);
    const spec = { namePrefix: 'my-' };
    assert.equal(told({ files: { 'a.yaml': `${account}secretz: x\n` }, spec, of: name, held: {} }).length, 1);
  });

  test('of a folder without a kustomization.yaml, which Flux takes whole', () => {
    const files = new Map([[`${FOLDER}/deep/a.yaml`, `${account}secretz: x\n`]]);
    for (const path of [FOLDER, `./${FOLDER}/`, './', '.', '/', '']) {
      const written = writtenManifests('Kustomization a/b', { path }, files, {});
      const found = absentFields(listed, written, { fields: new Set(), annotations: {} });
      assert.equal(found.length, 1, `spec.path is ${JSON.stringify(path)}`);
    }
  });
});

describe('nothing is told of a field', () => {
  const nothing = (why: string, one: Case) => test(why, () => assert.deepEqual(told(one), []));

  nothing('that is null', { files: { 'a.yaml': `${account}secrets: null\n` }, held: {} });

  nothing('that names the object, or that only the API server writes', {
    files: {
      'a.yaml':
        'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: shop, namespace: shop, uid: x, creationTimestamp: y }\nstatus: { a: b }\n',
    },
    held: {},
  });

  nothing('of another object of that name: in another namespace', {
    files: { 'a.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: shop, namespace: other }\nx: 1\n' },
    held: {},
  });

  nothing('of another object of that name: of another group', {
    files: { 'a.yaml': 'apiVersion: shop.io/v1\nkind: ServiceAccount\nmetadata: { name: shop }\nx: 1\n' },
    held: {},
  });

  for (const [key, value] of [
    ['kustomize.toolkit.fluxcd.io/ssa', 'IfNotPresent'],
    ['kustomize.toolkit.fluxcd.io/ssa', 'Ignore'],
    ['kustomize.toolkit.fluxcd.io/reconcile', 'disabled'],
  ] as const)
    nothing(`of an object that Flux leaves alone: ${key} is ${value}`, {
      files: { 'a.yaml': `${account}secretz: x\n` },
      held: {},
      annotations: { [key]: value },
    });

  nothing('of a file that only kustomize reads', {
    files: {
      'a.yaml': `${account.replace('{ name: shop }', "{ name: shop, annotations: { config.kubernetes.io/local-config: 'true' } }")}x: 1\n`,
    },
    held: {},
  });

  nothing('of a file that no kustomization names', {
    files: { 'a.yaml': account, 'b.yaml': `${account}x: 1\n` },
    kustomization: 'resources: [a.yaml]',
    held: {},
  });

  nothing('that is a variable without a value', {
    files: { 'a.yaml': `${account}imagePullSecrets: \${NAME:=}\n` },
    held: {},
  });

  for (const [how, patch] of [
    ['null', 'spec: { paused: null }'],
    ['$patch: delete', 'spec: { $patch: delete }'],
    ['$patch: replace', 'spec: { $patch: replace, replicas: 1 }'],
  ] as const)
    nothing(`that a patch takes away: ${how}`, {
      files: {
        'a.yaml': `${deployment}  replicas: 1\n  paused: true\n`,
        'patch.yaml': `${deployment.replace('spec:\n', '')}${patch}\n`,
      },
      kustomization: 'resources: [a.yaml]\npatches: [{ path: patch.yaml }]',
      of: deployed,
      held: { spec: { replicas: 1 } },
    });

  for (const operation of [
    '{ op: remove, path: /spec/paused }',
    '{ op: move, from: /spec/paused, path: /spec/other }',
    '{ op: replace, path: /spec, value: { replicas: 1 } }',
  ])
    nothing(`that a JSON patch takes away: ${operation}`, {
      files: { 'a.yaml': `${deployment}  replicas: 1\n  paused: true\n`, 'patch.yaml': `- ${operation}\n` },
      kustomization: 'resources: [a.yaml]\npatches: [{ path: patch.yaml, target: { kind: Deployment } }]',
      of: deployed,
      held: { spec: { replicas: 1, other: true } },
    });

  nothing('in a list that a patch replaces', {
    files: {
      'a.yaml': `${deployment}  template: { spec: { tolerations: [{ key: a, operator: Exists }] } }\n`,
      'patch.yaml': `${deployment}  template: { spec: { tolerations: [{ key: b }] } }\n`,
    },
    kustomization: 'resources: [a.yaml]\npatchesStrategicMerge: [patch.yaml]',
    of: deployed,
    held: { spec: { template: { spec: { tolerations: [{ key: 'b' }] } } } },
  });

  nothing('of a patch that chooses by annotations: which objects, only kustomize knows', {
    files: { 'a.yaml': account, 'patch.yaml': `${account}x: 1\n` },
    kustomization: 'resources: [a.yaml]\npatches: [{ path: patch.yaml, target: { annotationSelector: a=b } }]',
    held: {},
  });

  nothing('of files that are no YAML, which Flux refuses', {
    files: { 'a.yaml': 'a: [', 'b.yaml': account },
    held: {},
  });
});

test('a key of a JSON patch may be a number', () => {
  const files = {
    'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: shop }\n',
    'patch.yaml': '- { op: add, path: /data/8080, value: x }\n',
  };
  const kustomization = 'resources: [a.yaml]\npatches: [{ path: patch.yaml, target: { kind: ConfigMap } }]';
  const of = { ...listed, kind: 'ConfigMap' };
  assert.deepEqual(told({ files, kustomization, of, held: { data: { 8080: 'x' } } }), []);
});
