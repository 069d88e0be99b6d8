import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACCESS_RULES } from '../../../../cli/review/workload/access-rules.ts';
import { grantsMore } from '../../../../cli/review/workload/rbac.ts';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';
import { changedObjects, objectRuleTests } from '../../../support/review.ts';
import { object, running, spec } from './objects.ts';

const admission = (message: string, failurePolicy = 'Fail') =>
  spec('ValidatingAdmissionPolicy', { failurePolicy, validations: [{ expression: 'false', message }] });
const policy = (more: object) => spec('NetworkPolicy', { podSelector: {}, ...more });
const from = (cidr: string) => policy({ ingress: [{ from: [{ ipBlock: { cidr } }] }] });
const networks = (data: object) => ({
  ...object('ConfigMap', { data }),
  metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
});
const held = (standard: string) => ({
  ...object('Namespace'),
  metadata: { name: 'it', labels: { 'pod-security.kubernetes.io/enforce': standard } },
});
const role = (verbs: string[], more = {}) =>
  object('Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs, ...more }] });
const binding = (name: string, ...users: string[]) =>
  object('ClusterRoleBinding', {
    roleRef: { kind: 'ClusterRole', name },
    subjects: users.map((user) => ({ kind: 'User', name: user })),
  });
const account = (serviceAccountName: string) => running({}, { serviceAccountName });
const secured = (securityContext: object) => running({ securityContext });
const store = (namespaces: string[], labels = {}) => ({
  ...spec('ClusterSecretStore', { conditions: [{ namespaces }] }),
  metadata: { name: 'it', labels },
});
const RESTRICTED = {
  runAsNonRoot: true,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
const service = (type: string) => spec('Service', { type });

objectRuleTests('who may do what in the cluster', ACCESS_RULES, {
  guardGone: { said: [policy({}), undefined], unsaid: [undefined, policy({})] },
  admission: { said: [admission('no'), admission('no', 'Ignore')], unsaid: [admission('no'), admission('never')] },
  connections: {
    said: [from('10.0.0.0/16'), from('10.0.0.0/8')],
    unsaid: [from('10.0.0.0/8'), from('10.0.0.0/16')],
  },
  guardsLess: {
    said: [policy({}), policy({ podSelector: { matchLabels: { app: 'a' } } })],
    unsaid: [policy({ podSelector: { matchLabels: { app: 'a' } } }), policy({})],
  },
  networkSwitch: {
    said: [networks({ 'enable-network-policy-controller': 'true' }), networks({})],
    unsaid: [networks({}), networks({ 'enable-network-policy-controller': 'true' })],
  },
  podSecurity: { said: [held('restricted'), held('baseline')], unsaid: [held('baseline'), held('restricted')] },
  noPodSecurity: { said: [undefined, object('Namespace')], unsaid: [undefined, held('baseline')] },
  rights: { said: [role(['get']), role(['get', 'delete'])], unsaid: [role(['*']), role(['get', 'delete'])] },
  administrators: {
    said: [binding('cluster-admin', 'a'), binding('cluster-admin', 'a', 'b')],
    unsaid: [binding('cluster-admin', 'a', 'b'), binding('cluster-admin', 'a')],
  },
  bound: {
    said: [binding('view', 'a'), binding('view', 'b')],
    unsaid: [binding('view', 'a', 'b'), binding('view', 'a')],
  },
  identity: { said: [account('a'), account('b')], unsaid: [running({ image: 'a:1' }), running({ image: 'a:2' })] },
  privileges: {
    said: [secured({ privileged: false }), secured({ privileged: true })],
    unsaid: [secured({ privileged: true }), secured({ privileged: false })],
  },
  unconfined: {
    said: [secured({ runAsNonRoot: true }), secured({})],
    unsaid: [secured({}), secured({ runAsNonRoot: true })],
  },
  unconfinedNew: {
    said: [undefined, running({})],
    unsaid: [undefined, running({ securityContext: RESTRICTED })],
  },
  secretStore: {
    said: [store(['a']), store(['a', 'b'])],
    unsaid: [store(['a']), store(['a'], { kept: 'yes' })],
  },
  entrance: {
    said: [service('ClusterIP'), service('LoadBalancer')],
    unsaid: [service('LoadBalancer'), service('ClusterIP')],
  },
});

describe('a role grants more', () => {
  for (const [what, before, after, more] of [
    ['on a subresource', role(['get']), role(['get'], { resources: ['pods/exec'] }), true],
    ['on all names', role(['get'], { resourceNames: ['a'] }), role(['get']), true],
    ['in another group', role(['get']), role(['get'], { apiGroups: ['apps'] }), true],
    ['but not on one of all names', role(['get']), role(['get'], { resourceNames: ['a'] }), false],
    ['but not by naming what a star covered', role(['*'], { resources: ['*'] }), role(['escalate']), false],
  ] as const) {
    test(what, () => assert.equal(grantsMore(before, after), more));
  }
});

describe('a rule of who may do what says', () => {
  const says = (rule: string, before: Manifest | undefined, after: Manifest) =>
    changedObjects(before ? [before] : [], [after]).some((change) => ACCESS_RULES[rule]?.meets(change));
  const pod = (more: Record<string, unknown>) => running({}, more);
  const labelled = (kind: string, labels: Record<string, string>, more = {}) => ({
    ...object(kind, more),
    metadata: { name: 'it', labels },
  });
  const joined = { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' };
  const standard = (version: string) =>
    labelled('Namespace', {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': version,
    });
  const token = { volumes: [{ name: 'it', projected: { sources: [{ serviceAccountToken: { path: 'a' } }] } }] };
  const balanced = (more: object, annotations = {}) =>
    object('Service', { spec: { type: 'LoadBalancer', ...more } }, annotations);
  const scheme = (word: string) => ({ 'service.beta.kubernetes.io/aws-load-balancer-scheme': word });
  const ingress = (...hosts: string[]) => spec('Ingress', { rules: hosts.map((host) => ({ host })) });
  const binding = (cidr: string) =>
    spec('TargetGroupBinding', { networking: { ingress: [{ from: [{ ipBlock: { cidr } }] }] } });
  const external = (key: string) => spec('ExternalSecret', { data: [{ remoteRef: { key } }] });
  for (const [what, rule, before, after] of [
    [
      'that other roles gather a role',
      'rights',
      role(['get']),
      labelled('ClusterRole', joined, { rules: role(['get']).rules }),
    ],
    ['that a standard is of an older version', 'podSecurity', standard('latest'), standard('v1.22')],
    [
      'that a pod gets a token by a volume',
      'identity',
      pod({ automountServiceAccountToken: false }),
      pod({ automountServiceAccountToken: false, ...token }),
    ],
    ['that processes see those of other containers', 'privileges', pod({}), pod({ shareProcessNamespace: true })],
    [
      'that the kernel holds a process less',
      'privileges',
      secured({}),
      secured({ appArmorProfile: { type: 'Unconfined' } }),
    ],
    [
      'that the kernel is set otherwise',
      'privileges',
      pod({}),
      pod({ securityContext: { sysctls: [{ name: 'a', value: '1' }] } }),
    ],
    ['that a pod loses users of its own', 'unconfined', pod({ hostUsers: false }), pod({})],
    [
      'that a webhook is asked',
      'admission',
      undefined,
      object('ValidatingWebhookConfiguration', { webhooks: [{ name: 'a' }] }),
    ],
    [
      'that a balancer is open to the internet',
      'entrance',
      balanced({}, scheme('internal')),
      balanced({}, scheme('internet-facing')),
    ],
    [
      'that a balancer takes every address',
      'entrance',
      balanced({ loadBalancerSourceRanges: ['10.0.0.0/8'] }),
      balanced({}),
    ],
    ['that another name is let in', 'entrance', ingress('a'), ingress('a', 'b')],
    ['that a target group takes others', 'entrance', binding('10.0.0.0/16'), binding('0.0.0.0/0')],
    ['that another secret is read', 'secretStore', external('a'), external('b')],
  ] as const) {
    test(what, () => assert.ok(says(rule, before, after)));
    test(`nothing where nothing of it changes: ${what}`, () => {
      assert.ok(
        !says(rule, after, {
          ...after,
          metadata: { ...after.metadata, labels: { ...after.metadata.labels, it: 'a' } },
        }),
      );
    });
  }
});

describe('a pod is confined', () => {
  const says = (before: object, after: object) =>
    changedObjects([secured({ capabilities: { drop: before } })], [secured({ capabilities: { drop: after } })]).some(
      (change) => ACCESS_RULES.unconfined?.meets(change),
    );
  test('less without one capability in place of none', () => assert.ok(says(['ALL'], ['NET_RAW'])));
  test('no less the other way', () => assert.ok(!says(['NET_RAW'], ['ALL'])));
});

describe('a network policy guards', () => {
  const less = (before: object, after: object) =>
    changedObjects([policy(before)], [policy(after)]).some((change) => ACCESS_RULES.guardsLess?.meets(change));
  const egress = [{ ports: [{ port: 443 }] }];
  const labels = (matchLabels: object) => ({ podSelector: { matchLabels } });
  test('what goes out as long as it says something of that', () =>
    assert.ok(!less({ egress, policyTypes: ['Ingress', 'Egress'] }, { egress })));
  test('nothing that goes out once it says nothing of that', () => assert.ok(less({ egress }, {})));
  test('more pods by fewer labels', () => assert.ok(!less(labels({ a: 'b', c: 'd' }), labels({ a: 'b' }))));
  test('fewer pods by more labels', () => assert.ok(less(labels({ a: 'b' }), labels({ a: 'b', c: 'd' }))));
});

describe('a network policy opens', () => {
  const says = (before: object, after: object) =>
    ACCESS_RULES.connections?.meets({
      key: '',
      kind: 'NetworkPolicy',
      impact: 'changed',
      forced: false,
      change: '',
      fields: [],
      before: policy(before),
      after: policy(after),
    });
  const ports = (...list: object[]) => ({ egress: [{ ports: list }] });
  const fromPods = (matchLabels: object) => ({ ingress: [{ from: [{ podSelector: { matchLabels } }] }] });
  const around = (...except: string[]) => ({ egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except } }] }] });
  for (const [what, before, after, opens] of [
    ['by another port', ports({ port: 443 }), ports({ port: 443 }, { port: 25 }), true],
    ['by a range of ports', ports({ port: 443 }), ports({ port: 443, endPort: 500 }), true],
    ['by an exception less', around('10.0.0.0/8', '169.254.169.254/32'), around('10.0.0.0/8'), true],
    ['by leaving the peers out', around(), { egress: [{}] }, true],
    ['but not within a range', ports({ port: 400, endPort: 500 }), ports({ port: 443 }), false],
    ['but not by a wider exception', around('10.0.0.0/16'), around('10.0.0.0/8'), false],
    ['by pods of more labels', fromPods({ a: 'b', c: 'd' }), fromPods({ a: 'b' }), true],
    ['but not by pods of fewer labels', fromPods({ a: 'b' }), fromPods({ a: 'b', c: 'd' }), false],
    [
      'but not by pods of its own namespace in place of all',
      { ingress: [{ from: [{ namespaceSelector: {} }] }] },
      fromPods({}),
      false,
    ],
    [
      'by pods of all namespaces in place of its own',
      fromPods({}),
      { ingress: [{ from: [{ namespaceSelector: {} }] }] },
      true,
    ],
    ['but not by the default protocol', ports({ port: 443 }), ports({ port: 443, protocol: 'TCP' }), false],
  ] as const) {
    test(what, () => assert.equal(says(before, after), opens));
  }
});
