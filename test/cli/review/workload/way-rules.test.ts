import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WAY_RULES } from '../../../../cli/review/workload/way-rules.ts';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';
import { changedObjects, objectRuleTests } from '../../../support/review.ts';
import { deployment, object, running, spec } from './objects.ts';

const containers = (...names: string[]) =>
  deployment({ template: { spec: { containers: names.map((name) => ({ name, image: 'a:1.0' })) } } });
const labelled = (labels: object) => deployment({ template: { metadata: { labels }, spec: { containers: [] } } });
const mounting = (...secrets: string[]) =>
  running({}, { volumes: secrets.map((secretName) => ({ name: secretName, secret: { secretName } })) });
const variable = (value: object) => running({ env: [{ name: 'API_TOKEN', ...value }] });
const map = (data: object) => object('ConfigMap', { data });
const asking = (value: string) => running({ env: [{ name: 'database__connection__host', value }] });
const account = (annotations: Record<string, string>) => object('ServiceAccount', {}, annotations);
const claiming = (volume: object) => running({}, { volumes: [{ name: 'content', ...volume }] });
const claimed = { persistentVolumeClaim: { claimName: 'content' } };
const selecting = (app: string, more = {}) => spec('Service', { selector: { app }, ...more });
const inSystem = (namespace: string) => ({
  ...object('ConfigMap', { data: { a: '1' } }),
  metadata: { name: 'it', namespace },
});
const quota = (pods: string, labels = {}) => ({
  ...spec('ResourceQuota', { hard: { pods } }),
  metadata: { name: 'it', labels },
});
const owned = (...names: string[]) => ({
  ...object('ConfigMap'),
  metadata: { name: 'it', annotations: {}, ownerReferences: names.map((name) => ({ name })) },
});
const ingress = (more: object) => spec('Ingress', { rules: [], ...more });

objectRuleTests('what runs beside an image, and where traffic goes', WAY_RULES, {
  newContainer: { said: [containers('a'), containers('a', 'b')], unsaid: [containers('a', 'b'), containers('a')] },
  command: {
    said: [running({ command: ['a'] }), running({ command: ['b'] })],
    unsaid: [running({ command: ['a'] }), running({ command: ['a'], image: 'a:1.1' })],
  },
  program: {
    said: [map({ 'start.mjs': 'a()' }), map({ 'start.mjs': 'b()' })],
    unsaid: [map({ theme: 'a' }), map({ theme: 'b' })],
  },
  loads: {
    said: [running({}), running({ env: [{ name: 'NODE_OPTIONS', value: '--require=/tmp/it' }] })],
    unsaid: [running({}), running({ env: [{ name: 'NODE_ENV', value: 'production' }] })],
  },
  asks: {
    said: [asking('database'), asking('elsewhere.example.com')],
    unsaid: [undefined, asking('database')],
  },
  names: {
    said: [running({}), running({}, { hostAliases: [{ ip: '10.0.0.1' }] })],
    unsaid: [running({}), running({}, { hostname: 'it' })],
  },
  labels: { said: [labelled({ app: 'a' }), labelled({ app: 'b' })], unsaid: [labelled({}), labelled({ app: 'a' })] },
  secretsRead: { said: [mounting('a'), mounting('a', 'b')], unsaid: [mounting('a', 'b'), mounting('a')] },
  clearText: {
    said: [variable({}), variable({ value: 'hunter2' })],
    unsaid: [variable({}), variable({ valueFrom: { secretKeyRef: { name: 'it', key: 'a' } } })],
  },
  credentials: {
    said: [account({}), account({ 'eks.amazonaws.com/role-arn': 'arn' })],
    unsaid: [account({}), account({ it: 'a' })],
  },
  keptElsewhere: {
    said: [claiming(claimed), claiming({ emptyDir: {} })],
    unsaid: [claiming({ emptyDir: {} }), claiming(claimed)],
  },
  traffic: { said: [selecting('a'), selecting('b')], unsaid: [selecting('a'), selecting('a', { type: 'NodePort' })] },
  addresses: { said: [undefined, object('EndpointSlice')], unsaid: [object('EndpointSlice'), undefined] },
  api: { said: [undefined, spec('APIService', {})], unsaid: [spec('APIService', {}), undefined] },
  nodes: {
    said: [spec('NodeClass', { role: 'a' }), spec('NodeClass', { role: 'b' })],
    unsaid: [spec('NodeClass', { role: 'a' }), undefined],
  },
  system: { said: [undefined, inSystem('kube-system')], unsaid: [undefined, inSystem('ghost')] },
  limitless: { said: [quota('10'), quota('1000')], unsaid: [quota('10'), quota('10', { it: 'a' })] },
  gone: { said: [spec('PodDisruptionBudget', {}), undefined], unsaid: [object('ServiceAccount'), undefined] },
  owner: { said: [owned('a'), owned('a', 'b')], unsaid: [owned('a', 'b'), owned('a')] },
  plainIngress: { said: [ingress({ tls: [{}] }), ingress({})], unsaid: [ingress({}), ingress({ tls: [{}] })] },
});

describe('a rule of what runs says', () => {
  const says = (rule: string, before: Manifest | undefined, after: Manifest | undefined) =>
    changedObjects(before ? [before] : [], after ? [after] : []).some((change) => WAY_RULES[rule]?.meets(change));
  const probing = (probe: object) => running({ livenessProbe: probe });
  const reading = (key: string) => running({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'it', key } } }] });
  const generated = (name: string) => ({ ...object('ConfigMap', { data: {} }), metadata: { name } });

  test('that a probe runs a command', () =>
    assert.ok(says('command', probing({ httpGet: { path: '/' } }), probing({ exec: { command: ['a'] } }))));
  test('that a probe calls somebody else', () =>
    assert.ok(says('command', probing({ httpGet: { path: '/' } }), probing({ httpGet: { path: '/', host: 'a' } }))));
  test('nothing of a probe that waits longer', () =>
    assert.ok(!says('command', probing({ periodSeconds: 1 }), probing({ periodSeconds: 9 }))));
  test('that another part of a Secret is read', () => assert.ok(says('secretsRead', reading('a'), reading('b'))));
  test('that a new service leads out of the cluster', () =>
    assert.ok(says('traffic', undefined, spec('Service', { type: 'ExternalName', externalName: 'a' }))));
  test('nothing of files that get another name because they changed', () =>
    assert.ok(!says('gone', generated('files-5k7t2h9bdm'), undefined)));
  test('that a map goes that nothing comes for', () => assert.ok(says('gone', generated('files'), undefined)));
});
