import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Cause } from '../../../cli/verify/causes.ts';
import type { Facts, ObjectFacts } from '../../../cli/verify/facts.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { after, container, deployment, EARLIER, factsOf, kustomization, object, pod, root } from './facts.ts';

const factsOfObject = (overrides: Partial<ObjectFacts>) => factsOf({ objects: [object(), object(overrides)] });

/** The first problem: its cause, and whether it is final once it has lasted for some seconds. */
function assertFinalAfter(seconds: number, observed: Facts, cause: Cause): void {
  const [first] = judge(observed).problems;
  assert.equal(first?.cause, cause);
  const lasting = (wait: number) =>
    judge({ ...observed, firstSeen: { [first?.key ?? '']: observed.observedAt }, observedAt: after(100 + wait) });
  if (seconds > 0) assert.equal(lasting(seconds - 1).final, false, 'not yet');
  assert.equal(lasting(seconds).state, 'not live');
}

describe('a commit is not live, although the blog answers, while', () => {
  const store = {
    kind: 'ExternalSecret',
    name: 'database',
    state: 'in progress',
    reason: 'SecretSyncedError',
  } as const;
  const failed = { at: after(5), reason: 'UpdateFailed', message: 'key usrname does not exist in secret' };

  test('an ExternalSecret is refused by its store, and the event that says why is quoted', () => {
    const observed = factsOfObject({ ...store, message: 'could not get secret data from provider', events: [failed] });
    assertFinalAfter(35, observed, 'secret not synchronized');
    assert.match(judge(observed).problems[0]?.message ?? '', /could not get.*usrname does not exist/);
  });

  test('an ExternalSecret is refused and a pod waits for its Secret: the ExternalSecret comes first', () => {
    const waiting = container({
      ready: false,
      waiting: { reason: 'CreateContainerConfigError', message: 'secret "extra" not found' },
    });
    const deployments = [deployment({ available: 0, pods: [pod({ ready: false, containers: [waiting] })] })];
    const verdict = judge(factsOf({ deployments, objects: [object({ ...store, message: 'no such key' })] }));
    assert.deepEqual(
      verdict.problems.map(({ cause }) => cause),
      ['secret not synchronized', 'configuration missing'],
    );
  });

  test("the webhook's receiver has no token, which Flux tries again for ever", () =>
    assertFinalAfter(
      35,
      factsOfObject({
        kind: 'Receiver',
        namespace: 'flux-system',
        name: 'github',
        state: 'in progress',
        reason: 'TokenNotFound',
        message: 'unable to read token from secret \'flux-system/x\' error: Secret "x" not found',
      }),
      'configuration missing',
    ));

  test('an object of any kind is not ready, which may pass', () => {
    const verdict = judge(
      factsOfObject({ kind: 'Certificate', state: 'in progress', reason: 'Issuing', message: 'asked' }),
    );
    assert.equal(verdict.state, 'waiting');
    assert.equal(verdict.problems[0]?.cause, 'object not ready');
  });

  test('an object of any kind has failed', () =>
    assertFinalAfter(
      15,
      factsOfObject({ kind: 'Certificate', state: 'failed', reason: 'Denied', message: 'no' }),
      'refused by its controller',
    ));

  test("Flux's operator has no such version, and the Flux of before runs on", () => {
    const instance = {
      kind: 'FluxInstance',
      namespace: 'flux-system',
      name: 'flux',
      owner: 'FluxInstance flux-system/flux',
    };
    const told = { reason: 'BuildFailed', message: 'build failed: no match found for semver: 2.99.0' };
    const observed = factsOfObject({ ...instance, ...told, state: 'failed' });
    assertFinalAfter(15, observed, 'refused by its controller');
    const [first] = judge(observed).problems;
    assert.match(first?.message ?? '', /no match found for semver: 2\.99\.0/);
    assert.match(first?.help ?? '', /lib\/versions\.ts/);
  });

  test('an object is gone although its owner lists it', () => {
    const observed = factsOfObject({ kind: 'ConfigMap', name: 'x', state: 'missing', message: 'not there' });
    assertFinalAfter(35, observed, 'object missing');
    assert.equal(judge(observed).problems[0]?.help, 'flux reconcile kustomization ghost --namespace flux-system');
  });

  test('an object was changed by hand: what is wanted comes from the manifest', () => {
    const changes = [{ manager: 'kubectl', at: after(50), fields: ['spec.replicas'] }];
    const owner = 'HelmRelease external-secrets/external-secrets';
    const observed = factsOf({ objects: [object({ kind: 'Deployment', name: 'external-secrets', owner, changes })] });
    assertFinalAfter(35, observed, 'changed by hand');
    const [first] = judge(observed).problems;
    assert.match(first?.message ?? '', /kubectl set spec\.replicas/);
    assert.equal(first?.help, 'flux reconcile helmrelease external-secrets --namespace external-secrets --force');
  });

  test('the latest Job of a CronJob failed', () =>
    assertFinalAfter(
      0,
      factsOfObject({ kind: 'CronJob', state: 'failed', reason: 'BackoffLimitExceeded', message: 'x' }),
      'job failed',
    ));

  test('the pods of a Job are forbidden', () => {
    const events = [
      { at: after(5), reason: 'FailedCreate', message: 'pods "x" is forbidden: violates PodSecurity "restricted"' },
    ];
    assertFinalAfter(
      15,
      factsOfObject({ kind: 'CronJob', state: 'in progress', message: '0 active', events }),
      'pod refused',
    );
  });

  test('a pod of a StatefulSet has no image', () => {
    const waiting = container({ ready: false, waiting: { reason: 'ErrImagePull', message: 'not found' } });
    const pods = [pod({ ready: false, containers: [waiting] })];
    assertFinalAfter(
      15,
      factsOfObject({ kind: 'StatefulSet', state: 'in progress', message: 'pods: 0 of 1', pods }),
      'image not found',
    );
  });

  test('something that was pruned is still there', () => {
    const going = object({
      kind: 'Namespace',
      namespace: '',
      name: 'shop',
      owner: 'Kustomization flux-system/shop',
      pruned: true,
      state: 'terminating',
    });
    const verdict = judge(factsOf({ objects: [going] }));
    assert.equal(verdict.state, 'waiting');
    assert.equal(verdict.problems[0]?.cause, 'deletion not finished');
    assert.equal(verdict.problems[0]?.object, 'Namespace shop');
  });

  test('the build may not read a kind: that is unknown, not live', () => {
    const observed = factsOfObject({ kind: 'Widget', state: 'unread', message: 'widgets is forbidden' });
    const [first] = judge(observed).problems;
    assert.equal(first?.cause, 'unreadable');
    assert.match(first?.help ?? '', /build-access\.yaml/);
    const later = judge({ ...observed, firstSeen: { [first?.key ?? '']: after(-900) } });
    assert.equal(later.state, 'unknown');
  });
});

describe('an object says nothing about a commit', () => {
  test('that its owner has not applied yet', () => {
    const kustomizations = [root(), kustomization({ revision: EARLIER, attempted: EARLIER })];
    const failed = object({ kind: 'ExternalSecret', state: 'in progress', reason: 'SecretSyncedError' });
    assert.deepEqual(judge(factsOf({ kustomizations, objects: [failed] })).problems, []);
  });
});

test('the table has one row for each owner, and names what is not done', () => {
  const { parts } = judge(factsOfObject({ kind: 'ExternalSecret', name: 'database', state: 'in progress' }));
  const part = parts.find(({ name }) => name === 'objects of Kustomization flux-system/ghost');
  assert.equal(part?.wanted, '2 current');
  assert.equal(part?.found, '1 current; ExternalSecret ghost/database in progress');
});
