import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Facts } from '../../../cli/verify/facts.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import { after, container, deployment, EARLIER, facts, factsOf, kustomization, object, pod, root } from './facts.ts';

const dropped = [{ field: 'automountServiceAcountToken', where: 'gitops/apps/ghost/service-account.yaml:7' }];
const account = object({ kind: 'ServiceAccount', name: 'ghost', dropped });
const without = factsOf({ objects: [object(), account] });

/** Not asked yet to apply everything once more. */
const { requestedAt: _, ...notAsked } = without;

const lasting = (observed: Facts, seconds: number) => {
  const [first] = judge(observed).problems;
  return judge({
    ...observed,
    firstSeen: { [first?.key ?? '']: observed.observedAt },
    observedAt: after(100 + seconds),
  });
};

describe('a commit of which the cluster dropped a field', () => {
  test('is not live, with the field and the line, ten seconds after Flux applied it again', () => {
    assert.equal(lasting(without, 9).final, false, 'not yet');
    const verdict = lasting(without, 10);
    assert.equal(verdict.state, 'not live');
    const [first] = verdict.problems;
    assert.equal(first?.cause, 'field dropped');
    assert.equal(first?.object, 'ServiceAccount ghost/ghost');
    assert.match(first?.message ?? '', /automountServiceAcountToken \(gitops\/apps\/ghost\/service-account\.yaml:7\)/);
  });

  test('has Flux apply it once more at once: what somebody took away by hand is back then', () => {
    assert.equal(judge(notAsked).confirm, true);
    assert.equal(lasting(notAsked, 600).final, false, 'as long as Flux was not asked');
    assert.equal(judge(without).confirm, false, 'once is enough');
  });

  test('has Flux apply it once more although something else is not well: the field may be why', () => {
    const crashing = container({ ready: false, waiting: { reason: 'CrashLoopBackOff', message: '' }, restarts: 3 });
    const deployments = [deployment({ available: 0, pods: [pod({ ready: false, containers: [crashing] })] })];
    const both = factsOf({ deployments, objects: [account] });
    const { requestedAt: __, ...before } = both;
    assert.equal(judge(before).confirm, true);
    assert.deepEqual(
      judge(before).problems.map(({ cause }) => cause),
      ['field dropped', 'container crashes'],
      'what explains the other one comes first, also before it is final',
    );
  });

  test('is not judged by it while Flux has not applied the commit, and is not live meanwhile', () => {
    const kustomizations = [root(), kustomization({ revision: EARLIER, attempted: EARLIER })];
    const verdict = judge(factsOf({ kustomizations, objects: [account] }));
    assert.deepEqual(verdict.problems, []);
    assert.equal(verdict.state, 'waiting');
  });

  test('is told in the table', () => {
    const part = judge(without).parts.find(({ name }) => name === 'objects of Kustomization flux-system/ghost');
    assert.equal(part?.found, '1 current; ServiceAccount ghost/ghost without all that the commit sets');
  });

  test('names four fields, and says that there are more', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((field) => ({ field, where: `x.yaml:${field}` }));
    const [first] = judge(factsOf({ objects: [object({ dropped: many })] })).problems;
    assert.match(first?.message ?? '', /: a \(x\.yaml:a\), .*, d \(x\.yaml:d\), \.\.\.$/);
  });

  test('is told beside what was changed by hand', () => {
    const changes = [{ manager: 'kubectl', fields: ['secrets'] }];
    const causes = judge(factsOf({ objects: [object({ dropped, changes })] })).problems.map(({ cause }) => cause);
    assert.deepEqual(causes, ['field dropped', 'changed by hand']);
  });
});

test('a commit whose fields are all there is live', () => assert.equal(judge(facts()).state, 'live'));
