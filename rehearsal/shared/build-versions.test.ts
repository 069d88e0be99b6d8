import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FLUX_CONTROLLERS, FLUX_OPERATOR_VERSION, FLUX_VERSION, KUBERNETES_VERSION } from '../../lib/versions.ts';
import {
  BUILD_NODE,
  FLUX_BEFORE,
  FLUX_CONTROLLERS_BEFORE,
  FLUX_OPERATOR_BEFORE,
  KUBERNETES_RELEASE,
} from './build-versions.ts';

test('the rehearsal runs the Kubernetes minor version that the app pins', () => {
  assert.ok(
    KUBERNETES_RELEASE.startsWith(`${KUBERNETES_VERSION}.`),
    `${KUBERNETES_RELEASE} is no ${KUBERNETES_VERSION}`,
  );
});

test('the Kubernetes that is built is the one that is named', () => {
  const module = readFileSync(join(import.meta.dirname, '../builds/go/kubernetes/go.mod'), 'utf8');
  assert.match(module, new RegExp(`k8s.io/kubernetes v${KUBERNETES_RELEASE}\\n`));
});

test('the Flux that an upgrade begins with, its operator and each controller are older than the pinned ones', () => {
  const order = new Intl.Collator('en', { numeric: true });
  const pairs = Object.entries({ ...FLUX_CONTROLLERS_BEFORE, Flux: FLUX_BEFORE, operator: FLUX_OPERATOR_BEFORE });
  const after: Readonly<Record<string, string>> = {
    ...FLUX_CONTROLLERS,
    Flux: FLUX_VERSION,
    operator: FLUX_OPERATOR_VERSION,
  };
  const same = pairs.filter(([name, before]) => order.compare(before, after[name] ?? '') >= 0);
  assert.deepEqual(
    same,
    [],
    'name an older Flux in FLUX_BEFORE, with its controllers: the upgrade would not move these',
  );
});

test('builds run on the Node.js that the buildspec asks for', () => {
  const wanted = readFileSync(join(import.meta.dirname, '../../.nvmrc'), 'utf8').trim();
  assert.ok(`${BUILD_NODE}.`.startsWith(`${wanted}.`), `${BUILD_NODE} is no ${wanted}`);
});
