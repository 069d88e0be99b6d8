import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  CONTRACT_VALUES_WITH_LOGS,
  CONTRACT_VALUES_WITH_MAIL,
  CONTRACT_VALUES_WITH_POD_METRICS,
} from '../../../../cli/shared/rendering/contract-values.ts';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';
import { absentFields } from '../../../../cli/verify/written/absent-fields.ts';
import { liesIn, pathOf, pathsIn } from '../../../../cli/verify/written/field-paths.ts';
import { writtenManifests } from '../../../../cli/verify/written/written-manifests.ts';
import { FLUX_PATH } from '../../../../lib/names.ts';
import { REPOSITORY, TREES, UNREADABLE } from '../../../gitops/tree.ts';

const FILES = new Map(
  readdirSync(join(REPOSITORY, 'gitops'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((path) => [path.slice(REPOSITORY.length + 1), readFileSync(path, 'utf8')]),
);

const SETTINGS = {
  'mail on': CONTRACT_VALUES_WITH_MAIL,
  'logs kept': CONTRACT_VALUES_WITH_LOGS,
  'pods measured': CONTRACT_VALUES_WITH_POD_METRICS,
} as const;

/** An object as an inventory lists it. */
function listedAs({ apiVersion, kind, metadata }: Manifest) {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, kind, namespace: metadata.namespace ?? '', name: metadata.name };
}

for (const tree of ['mail on', 'logs kept', 'pods measured'] as const) {
  describe(`what the commit sets, where the tree is rendered with ${tree}`, { skip: UNREADABLE }, () => {
    const rendered = TREES[tree];
    const specs = new Map(
      rendered
        .flatMap(({ objects }) => objects)
        .flatMap(({ kind, metadata, spec }) => (kind === 'Kustomization' ? [[metadata.name, spec] as const] : [])),
    );
    const all = rendered.map(({ name, objects }) => {
      const spec = specs.get(name) ?? { path: FLUX_PATH, postBuild: {} };
      return { objects, written: writtenManifests(name, spec, FILES, { ...SETTINGS[tree] }) };
    });
    const told = (object: Manifest, written: ReturnType<typeof writtenManifests>, fields: ReadonlySet<string>) =>
      absentFields(listedAs(object), written, { fields, annotations: {} });

    test('is all there when the cluster holds what kustomize renders', () => {
      for (const { objects, written } of all)
        for (const object of objects)
          assert.deepEqual(told(object, written, pathsIn(object)), [], object.metadata.name);
    });

    test('is missed, each field of each manifest, when the cluster does not hold it', () => {
      let tried = 0;
      for (const { objects, written } of all) {
        for (const object of objects) {
          const { group, kind, name } = listedAs(object);
          const own = written.objects.filter((one) => one.group === group && one.kind === kind && one.name === name);
          const fields = pathsIn(object);
          for (const path of new Set(own.flatMap(({ leaves }) => leaves.map(({ place }) => pathOf(place))))) {
            const without = new Set([...fields].filter((one) => !liesIn(one, path)));
            const found = told(object, written, without).map(({ field }) => field);
            assert.ok(found.includes(path), `${kind} ${name} without ${path}: ${found}`);
            tried += 1;
          }
        }
      }
      assert.ok(tried > 300, `only ${tried} fields were found in the manifests`);
    });
  });
}
