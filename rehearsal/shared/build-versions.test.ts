import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { KUBERNETES_VERSION } from '../../lib/versions.ts';
import { BUILD_NODE, KUBERNETES_RELEASE } from './build-versions.ts';

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

test('builds run on the Node.js that the buildspec asks for', () => {
  const wanted = readFileSync(join(import.meta.dirname, '../../.nvmrc'), 'utf8').trim();
  assert.ok(`${BUILD_NODE}.`.startsWith(`${wanted}.`), `${BUILD_NODE} is no ${wanted}`);
});
