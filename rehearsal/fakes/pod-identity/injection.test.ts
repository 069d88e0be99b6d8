import assert from 'node:assert/strict';
import { test } from 'node:test';
import { injection, type PatchStep } from './injection.ts';
import { pod } from './pod.ts';

const OPTIONS = {
  region: 'eu-west-1',
  credentials: 'http://169.254.170.23/v1/credentials',
  endpoints: { AWS_ENDPOINT_URL: 'https://aws.example.com' },
};

const patch = (spec: object): PatchStep[] => injection(pod.parse({ spec }), OPTIONS);
const at = (steps: readonly PatchStep[], path: string) => steps.find((step) => step.path === path)?.value;

test('every container, init containers too, finds the agent and its token', () => {
  const steps = patch({ containers: [{}, {}], initContainers: [{}] });
  for (const path of ['/spec/initContainers/0', '/spec/containers/0', '/spec/containers/1']) {
    const variables = at(steps, `${path}/env`) as { name: string; value: string }[];
    const value = (name: string) => variables.find((variable) => variable.name === name)?.value;
    const mounts = at(steps, `${path}/volumeMounts`) as { mountPath: string; readOnly: boolean }[];
    assert.equal(value('AWS_CONTAINER_CREDENTIALS_FULL_URI'), OPTIONS.credentials);
    assert.equal(value('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'), `${mounts[0]?.mountPath}/eks-pod-identity-token`);
    assert.equal(mounts[0]?.readOnly, true);
    assert.equal(value('AWS_ENDPOINT_URL'), 'https://aws.example.com');
  }
});

test('the token is for the agent alone', () => {
  const [volume] = at(patch({ containers: [{}] }), '/spec/volumes') as { projected: object }[];
  const token = { audience: 'pods.eks.amazonaws.com', expirationSeconds: 86400, path: 'eks-pod-identity-token' };
  assert.deepEqual(volume?.projected, { sources: [{ serviceAccountToken: token }] });
});

test('what a container sets itself stays, and lists that are there are added to', () => {
  const container = { env: [{ name: 'AWS_REGION', value: 'us-east-1' }], volumeMounts: [{ name: 'tmp' }] };
  const steps = patch({ containers: [container], volumes: [{ name: 'tmp' }] });
  const added = steps.filter(({ path }) => path === '/spec/containers/0/env/-').map(({ value }) => value);
  assert.equal(added.length, 5);
  assert.doesNotMatch(JSON.stringify(added), /"AWS_REGION"/);
  assert.ok(at(steps, '/spec/volumes/-'));
  assert.ok(at(steps, '/spec/containers/0/volumeMounts/-'));
});

test('a pod that has the token is left alone when it is reviewed again', () => {
  assert.deepEqual(patch({ containers: [{}], volumes: [{ name: 'eks-pod-identity-token' }] }), []);
});
