import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ClusterState, NetworkPolicy, Pod } from './objects.ts';
import { ruleset } from './ruleset.ts';

const NODE = ['10.0.0.10'];

function pod(name: string, podIP: string, labels: Record<string, string> = {}, namespace = 'blog'): Pod {
  const containers = [{ ports: [{ name: 'web', containerPort: 2368 }] }];
  return { metadata: { name, namespace, labels }, spec: { containers }, status: { podIP, phase: 'Running' } };
}

function policy(spec: NetworkPolicy['spec'], namespace = 'blog'): NetworkPolicy {
  return { metadata: { name: 'policy', namespace }, spec };
}

function state(pods: readonly Pod[], policies: readonly NetworkPolicy[]): ClusterState {
  const names = [...new Set(pods.map(({ metadata }) => metadata.namespace ?? ''))];
  const namespaces = names.map((name) => ({ metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } }));
  return { pods, policies, namespaces };
}

/** The rules of one chain, without indentation. */
function chain(script: string, name: string): string[] | undefined {
  const [, body] = script.split(`  chain ${name} {\n`);
  return body
    ?.split('\n  }')[0]
    ?.split('\n')
    .map((line) => line.trim());
}

describe('network policies as packet filter rules', () => {
  const ghost = pod('ghost', '10.0.128.5', { app: 'ghost' });

  test('a pod that no policy selects is not filtered', () => {
    const script = ruleset(state([ghost], [policy({ podSelector: { matchLabels: { app: 'other' } } })]), NODE);
    assert.ok(!script.includes('10.0.128.5'));
  });

  test('a policy without rules lets nothing in', () => {
    const script = ruleset(state([ghost], [policy({ podSelector: {} })]), NODE);
    assert.deepEqual(chain(script, 'ingress_10_0_128_5'), ['counter drop']);
    assert.equal(chain(script, 'egress_10_0_128_5'), undefined);
  });

  test('a policy of another namespace does not count', () => {
    const script = ruleset(state([ghost], [policy({ podSelector: {} }, 'other')]), NODE);
    assert.ok(!script.includes('drop'));
  });

  test('a peer is named by its address and a port by its number', () => {
    const flux = pod('flux', '10.0.128.9', {}, 'flux-system');
    const from = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'flux-system' } } }];
    const script = ruleset(state([ghost, flux], [policy({ ingress: [{ from, ports: [{ port: 'web' }] }] })]), NODE);
    assert.deepEqual(chain(script, 'ingress_10_0_128_5'), [
      'ip saddr { 10.0.128.9 } tcp dport 2368 return',
      'counter drop',
    ]);
  });

  test('a pod selector alone means pods of the same namespace', () => {
    const stranger = pod('stranger', '10.0.128.9', { app: 'ghost' }, 'other');
    const from = [{ podSelector: { matchLabels: { app: 'ghost' } } }];
    const script = ruleset(state([ghost, stranger], [policy({ ingress: [{ from }] })]), NODE);
    assert.deepEqual(chain(script, 'ingress_10_0_128_5'), ['ip saddr { 10.0.128.5 } return', 'counter drop']);
  });

  test('an ipBlock means the address and port that the pod dialled, exceptions included', () => {
    const to = [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/16'] } }];
    const ports = [{ protocol: 'TCP', port: 443 }];
    const script = ruleset(state([ghost], [policy({ policyTypes: ['Egress'], egress: [{ to, ports }] })]), NODE);
    assert.deepEqual(chain(script, 'egress_10_0_128_5'), [
      'ct original ip daddr 0.0.0.0/0 ct original ip daddr != 10.0.0.0/16 meta l4proto tcp ct original proto-dst 443 return',
      'counter drop',
    ]);
  });

  test('an empty rule lets everything through', () => {
    const script = ruleset(state([ghost], [policy({ policyTypes: ['Egress'], egress: [{}] })]), NODE);
    assert.deepEqual(chain(script, 'egress_10_0_128_5'), ['return', 'counter drop']);
  });

  test('a port range and a protocol without ports', () => {
    const ports = [{ port: 8000, endPort: 8010 }, { protocol: 'UDP' }];
    const script = ruleset(state([ghost], [policy({ ingress: [{ ports }] })]), NODE);
    assert.deepEqual(chain(script, 'ingress_10_0_128_5'), [
      'tcp dport 8000-8010 return',
      'meta l4proto udp return',
      'counter drop',
    ]);
  });

  test('the kubelet reaches every pod', () => {
    const script = ruleset(state([ghost], [policy({ podSelector: {} })]), NODE);
    assert.ok(script.includes('ip saddr { 10.0.0.10 } accept'));
  });

  test('pods of the host network and finished pods are left alone', () => {
    const finished = { ...ghost, status: { podIP: '10.0.128.6', phase: 'Succeeded' } };
    const host = { ...ghost, spec: { ...ghost.spec, hostNetwork: true } };
    const script = ruleset(state([finished, host], [policy({ podSelector: {} })]), NODE);
    assert.ok(!script.includes('10.0.128'));
  });
});
