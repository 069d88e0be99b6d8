import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Cause } from '../../../cli/verify/causes.ts';
import type { Facts, FluxFacts } from '../../../cli/verify/facts.ts';
import { judge } from '../../../cli/verify/judge/judge.ts';
import {
  after,
  chart,
  condition,
  container,
  deployment,
  EARLIER,
  facts,
  factsOf,
  factsOfDeployment,
  factsOfPod,
  helmRelease,
  infrastructure,
  kustomization,
  pod,
  root,
  source,
  stack,
} from './facts.ts';

/** Judges, and judges again later with what was seen first: the cause comes first, and is final only when it has lasted. */
function assertFinalAfter(seconds: number, observed: Facts, cause: Cause): void {
  const first = judge(observed);
  assert.equal(first.problems[0]?.cause, cause);
  const key = first.problems[0]?.key ?? '';
  const firstSeen = { [key]: observed.observedAt };
  const later = (wait: number) => judge({ ...observed, firstSeen, observedAt: after(100 + wait) });
  if (seconds > 0) {
    assert.equal(first.final, false, 'not at once');
    assert.equal(later(seconds - 1).final, false, 'not yet');
  }
  assert.equal(later(seconds).final, true, 'by then');
  assert.equal(later(seconds).state, 'not live');
}

function assertNeverFinal(observed: Facts, cause: Cause): void {
  const first = judge(observed);
  assert.equal(first.problems[0]?.cause, cause);
  const firstSeen = { [first.problems[0]?.key ?? '']: after(-10_000) };
  assert.equal(judge({ ...observed, firstSeen }).state, 'waiting');
}

const failing = (reason: string, message: string, others: Partial<FluxFacts> = {}) =>
  kustomization({ revision: EARLIER, conditions: [condition('Ready', 'False', reason, message)], ...others });
const failingFacts = (reason: string, message: string, others: Partial<Facts> = {}) =>
  factsOf({ kustomizations: [root(), failing(reason, message)] }, others);

const deploying = {
  infrastructure: { value: infrastructure({ stacks: [stack({ same: false })], execution: { value: 'running' } }) },
} as const;

describe('a person has not approved it:', () => {
  const asked = (state: 'awaited' | 'refused' | 'timed out' | 'stopped') => {
    const execution = { value: state === 'awaited' ? ('running' as const) : ('failed' as const) };
    const approval = { state, words: `was ${state}`, environment: 'production' };
    const value = infrastructure({ stacks: [stack({ same: false })], execution, approval });
    return factsOf({ source: source({ revision: EARLIER }) }, { promoted: true, infrastructure: { value } });
  };
  const again = /^to ask once more: npx onemerge promote --to production --commit c{40}$/;

  test('it is told what waits, with the answers, and the stacks are not blamed', () => {
    assertNeverFinal(asked('awaited'), 'approval awaited');
    const [first, ...others] = judge(asked('awaited')).problems;
    assert.equal(first?.object, 'approval of ccccccc for production');
    assert.match(
      first.help,
      /^npx onemerge promote --to production --commit c{40} --approve <words>, or with --refuse/,
    );
    assert.deepEqual(
      others.map(({ cause }) => cause),
      ['push not seen'],
      'a symptom, which is not told where a cause is known',
    );
  });

  for (const [state, cause] of [
    ['refused', 'approval refused'],
    ['timed out', 'approval timed out'],
    ['stopped', 'approval stopped'],
  ] as const) {
    test(`${state} is final at once, and says how to ask once more`, () => {
      assertFinalAfter(0, asked(state), cause);
      assert.match(judge(asked(state)).problems[0]?.help ?? '', again);
    });
  }
});

describe('Flux could not apply the commit because', () => {
  const unset = ['BuildFailed', 'post build failed: variable not set (strict mode): "MISSING"'] as const;

  test('a variable is unset', () => assertFinalAfter(15, failingFacts(...unset), 'unset variable'));

  test('a variable is unset, which this commit may bring as long as its infrastructure is being deployed', () => {
    assertNeverFinal(failingFacts(...unset, deploying), 'unset variable');
  });

  test('the API server rejects a manifest', () =>
    assertFinalAfter(
      15,
      failingFacts(
        'ReconciliationFailed',
        'Deployment/ghost/ghost dry-run failed (Invalid): spec.replicas: must be >= 0',
      ),
      'rejected manifest',
    ));

  test('the account that applies it may not', () => {
    const facts = failingFacts(
      'ReconciliationFailed',
      'Job/ghost/tidy dry-run failed (Forbidden): jobs.batch "tidy" is forbidden: User "system:serviceaccount:flux-system:apply-ghost" cannot patch resource "jobs" in API group "batch" in the namespace "ghost"',
    );
    assertFinalAfter(35, facts, 'right missing');
    const [first] = judge(facts).problems;
    assert.equal(first?.object, 'Job ghost/tidy');
    assert.match(first.help, /gitops\/apps\/database\/apply-ghost\.yaml/);
  });

  test('a field is immutable', () =>
    assertFinalAfter(
      15,
      failingFacts(
        'ReconciliationFailed',
        'Deployment/ghost/ghost dry-run failed (Invalid): spec.selector: Invalid value: field is immutable',
      ),
      'immutable field',
    ));

  test('the API server rejects a manifest, and it is named', () => {
    const of = (message: string) => judge(failingFacts('ReconciliationFailed', message)).problems[0];
    assert.equal(of('Deployment/ghost/ghost dry-run failed (Invalid): no')?.object, 'Deployment ghost/ghost');
    assert.equal(of('ClusterRole/build dry-run failed (Invalid): no')?.object, 'ClusterRole build');
  });

  test('the manifests do not build', () =>
    assertFinalAfter(
      15,
      failingFacts('BuildFailed', 'kustomize build failed: no such file'),
      'manifests do not build',
    ));

  test('an object is not healthy in time', () =>
    assertFinalAfter(
      15,
      failingFacts('HealthCheckFailed', 'timeout waiting for: [ExternalSecret/ghost/database]'),
      'health check failed',
    ));

  test('a variable is unset, in a Kustomization that never succeeded', () => {
    const never = failing(...unset, { observedGeneration: -1 });
    assertFinalAfter(15, factsOf({ kustomizations: [root(), never] }), 'unset variable');
  });

  test('a Kustomization is suspended, at once', () =>
    assertFinalAfter(0, factsOf({ kustomizations: [root(), kustomization({ suspended: true })] }), 'suspended'));

  const waitingFor = (reason: string, message: string) =>
    factsOf({ kustomizations: [root(), failing(reason, message, { attempted: EARLIER })] });

  test('its path does not exist, which Flux finds before it attempts the commit', () => {
    const text = 'kustomization path not found: stat /tmp/kustomization-1/gitops/apps/gohst: no such file or directory';
    assertFinalAfter(15, waitingFor('ArtifactFailed', text), 'path not found');
    const [first] = judge(waitingFor('ArtifactFailed', text)).problems;
    assert.match(`${first?.message} ${first?.help}`, /apps\/gohst.*spec\.path of kustomization\/ghost/);
  });

  test('its path did not exist in an earlier commit: nothing, before Flux has fetched this one', () => {
    const kustomizations = [
      root(),
      failing('ArtifactFailed', 'kustomization path not found: x', { attempted: EARLIER }),
    ];
    assert.deepEqual(
      judge(factsOf({ source: source({ revision: EARLIER }), kustomizations })).problems.map(({ cause }) => cause),
      ['push not seen'],
    );
  });

  test('its source does not exist', () =>
    assertFinalAfter(
      35,
      waitingFor('ArtifactFailed', 'OCIRepository.source.toolkit.fluxcd.io "nowhere" not found'),
      'source missing',
    ));

  test('its dependency does not exist', () =>
    assertFinalAfter(
      35,
      waitingFor(
        'DependencyNotReady',
        'dependency \'flux-system/nobody\' not found: kustomizations "nobody" not found',
      ),
      'dependency missing',
    ));

  test('its namespace does not exist', () =>
    assertFinalAfter(
      15,
      failingFacts('ReconciliationFailed', 'Service/shop/shop dry-run failed (NotFound): namespaces "shop" not found'),
      'namespace missing',
    ));

  test('a reason that nobody knows, which stays', () =>
    assertFinalAfter(35, failingFacts('ReconciliationFailed', 'something new'), 'not applied'));

  test('its source is suspended', () =>
    assertFinalAfter(0, factsOf({ source: source({ revision: EARLIER, suspended: true }) }), 'suspended'));

  test('its source is unreachable', () => {
    const failed = condition('Ready', 'False', 'GitOperationFailed', 'failed to checkout and determine revision');
    const unreachable = source({ revision: EARLIER, conditions: [condition('FetchFailed', 'True'), failed] });
    assertFinalAfter(30, factsOf({ source: unreachable }), 'source unreachable');
  });

  test('a chart cannot be fetched', () => {
    const failed = condition('Ready', 'False', 'OCIArtifactPullFailed', 'connection refused');
    const waiting = helmRelease({ conditions: [condition('Ready', 'False', 'SourceNotReady', 'not ready')] });
    const observed = factsOf({ charts: [chart({ conditions: [failed] })], helmReleases: [waiting] });
    assertFinalAfter(30, observed, 'source unreachable');
  });

  test('a chart has no such version, although the release runs on with the one before', () => {
    const failed = condition(
      'Ready',
      'False',
      'OCIArtifactPullFailed',
      'failed to pull: MANIFEST_UNKNOWN: manifest unknown',
    );
    const broken = chart({ owner: 'flux-system/ghost', conditions: [failed] });
    assertFinalAfter(15, factsOf({ charts: [broken] }), 'version not found');
    assert.equal(
      judge(factsOf({ charts: [broken] })).problems[0]?.object,
      'OCIRepository external-secrets/external-secrets',
    );
  });

  test('a Helm release failed and has used up its retries', () => {
    const conditions = [condition('Ready', 'False', 'UpgradeFailed', 'timed out'), condition('Stalled', 'True')];
    assertFinalAfter(0, factsOf({ helmReleases: [helmRelease({ conditions })] }), 'Helm release failed');
  });
});

describe('a Kustomization that waits for another one', () => {
  test('has no problem of its own', () => {
    assert.deepEqual(judge(failingFacts('DependencyNotReady', "dependency 'operators' is not ready")).problems, []);
  });

  test('has none when its health check was cut short, either', () => {
    assert.deepEqual(judge(failingFacts('HealthCheckCanceled', 'new reconciliation triggered')).problems, []);
  });
});

describe('a Deployment is not rolled out because', () => {
  const waiting = (reason: string, message = '') => [container({ ready: false, waiting: { reason, message } })];

  for (const reason of ['ErrImagePull', 'ImagePullBackOff']) {
    test(`its image is not found (${reason})`, () => {
      const pulling = { at: after(5), reason: 'Failed', message: 'Failed to pull image "ghost:0": not found' };
      const observed = factsOfPod({ containers: waiting(reason, 'Back-off'), events: [pulling] });
      assertFinalAfter(15, observed, 'image not found');
      assert.match(judge(observed).problems[0]?.message ?? '', /ghost:0": not found/);
    });
  }

  test('a secret that it mounts is missing', () =>
    assertFinalAfter(
      35,
      factsOfPod({ containers: waiting('CreateContainerConfigError', 'secret "database" not found') }),
      'configuration missing',
    ));

  test('the database does not answer', () =>
    assertFinalAfter(
      120,
      factsOfPod({
        containers: [container({ init: true, ready: false })],
        logs: ['prepare: no database yet (ECONNREFUSED); trying again'],
      }),
      'database unreachable',
    ));

  test('the database does not answer, which it need not while the infrastructure is being deployed', () =>
    assertNeverFinal(factsOfPod({ logs: ['connect ECONNREFUSED 10.0.0.1:3306'] }, deploying), 'database unreachable'));

  test('its Ghost is older than the schema, which no waiting changes', () => {
    const logs = [
      'prepare: the database was migrated by Ghost 6.70, and this is Ghost 6.65: an older Ghost must not write to it',
    ];
    assertFinalAfter(0, factsOfPod({ logs }), 'Ghost older than its database');
  });

  test("Ghost's database user cannot be handed over, which a restart of the Kubernetes API explains for a while", () => {
    const logs = [
      "users: Ghost's database user could not be seen to: Kubernetes answered 403 when the Secret ghost/database-user was written: ...",
    ];
    assertFinalAfter(120, factsOfPod({ logs }), 'database user missing');
  });

  test("Ghost's database user waits for a migration, as everything does", () => {
    const logs = [
      "users: Ghost's database user could not be seen to: the migrations are locked, and a session may be at it; waiting",
    ];
    assertNeverFinal(factsOfPod({ logs }), 'migration running');
  });

  test('a migration runs, which is waited for until time is up', () =>
    assertNeverFinal(factsOfPod({ logs: ['[2026-11-23 10:00:05] INFO Creating table: posts'] }), 'migration running'));

  test('its container crashed three times', () => {
    const ended = { reason: 'Error', exitCode: 1 };
    const crashing = container({
      ready: false,
      restarts: 3,
      ended,
      waiting: { reason: 'CrashLoopBackOff', message: '' },
    });
    assertFinalAfter(0, factsOfPod({ containers: [crashing] }), 'container crashes');
  });

  test('its container crashed twice, which may have been bad luck', () => {
    const crashing = container({ ready: false, restarts: 2, ended: { reason: 'Error', exitCode: 1 } });
    assert.equal(judge(factsOfPod({ containers: [crashing] })).final, false);
  });

  test('its container crashed three times for want of a database', () => {
    const crashing = container({ ready: false, restarts: 3, ended: { reason: 'Error', exitCode: 2 } });
    const logs = ['"Unknown database error"', 'Ghost has shut down'];
    assertFinalAfter(0, factsOfPod({ containers: [crashing], logs }), 'database unreachable');
  });

  const unhealthy = { at: after(50), reason: 'Unhealthy', message: 'Startup probe failed: HTTP 503' };

  test('its probe fails', () => assertNeverFinal(factsOfPod({ events: [unhealthy] }), 'failing probe'));

  test('its probe fails, which is final once the rollout has passed its deadline', () => {
    const conditions = [condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'timed out progressing')];
    const pods = [pod({ ready: false, events: [unhealthy] })];
    assertFinalAfter(15, factsOfDeployment({ pods, conditions }), 'failing probe');
  });

  test('its probe failed so long that the container was killed three times', () => {
    const killed = container({ ready: false, restarts: 3, ended: { reason: 'Error', exitCode: 137 } });
    assertFinalAfter(0, factsOfPod({ containers: [killed], events: [unhealthy] }), 'failing probe');
  });

  test('no node has room', () => {
    const events = [{ at: after(5), reason: 'FailedScheduling', message: '0/1 nodes are available' }];
    assertFinalAfter(300, factsOfPod({ containers: [], phase: 'Pending', events }), 'pod not scheduled');
  });

  test('no node that can be made has room, which the maker of nodes says while the scheduler still hopes', () => {
    const said = (message: string) => ({ at: after(5), reason: 'FailedScheduling', message });
    const never = said(
      'Failed to schedule pod, incompatible with nodepool "general-purpose", no instance type met the requests',
    );
    const events = [never, said('0/1 nodes are available: 1 Insufficient cpu.')];
    assertFinalAfter(15, factsOfPod({ containers: [], phase: 'Pending', events }), 'fits no node');
  });

  test('its volume is not mounted yet, for which a new file system needs a while', () => {
    const events = [{ at: after(5), reason: 'FailedMount', message: 'Failed to resolve "fs-1.efs": no such host' }];
    assertFinalAfter(120, factsOfPod({ containers: [], phase: 'Pending', events }), 'volume not mounted');
  });

  test('its pods cannot be made', () => {
    const conditions = [condition('ReplicaFailure', 'True', 'FailedCreate', 'violates PodSecurity "restricted"')];
    assertFinalAfter(15, factsOfDeployment({ pods: [], conditions }), 'rollout stuck');
  });

  test('it did not progress within its deadline', () => {
    const conditions = [condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'timed out progressing')];
    assertFinalAfter(15, factsOfDeployment({ pods: [], conditions }), 'rollout stuck');
  });

  test('it is gone although its Kustomization applied it', () => {
    const { template: _, ...gone } = deployment({ missing: true, pods: [] });
    assertFinalAfter(35, factsOf({ deployments: [gone] }), 'object missing');
  });

  test('nothing of this commit: the pod crashes since an earlier one, and Flux has not applied the fix yet', () => {
    const crashing = container({ ready: false, restarts: 9, ended: { reason: 'Error', exitCode: 1 } });
    const observed = factsOfPod({ containers: [crashing] });
    const cluster = 'value' in observed.cluster ? observed.cluster.value : undefined;
    const before = [root(), kustomization({ revision: EARLIER, attempted: EARLIER })];
    assert.deepEqual(judge(factsOf({ ...cluster, kustomizations: before })).problems, []);
  });

  test('nothing of this commit: the pod crashes since an earlier one, and this one does not even build', () => {
    const crashing = container({ ready: false, restarts: 9, ended: { reason: 'Error', exitCode: 1 } });
    const observed = factsOfPod({ containers: [crashing] });
    const cluster = 'value' in observed.cluster ? observed.cluster.value : undefined;
    const broken = [root(), failing('BuildFailed', 'variable not set (strict mode): "MISSING"')];
    const causes = judge(factsOf({ ...cluster, kustomizations: broken })).problems.map(({ cause }) => cause);
    assert.deepEqual(causes, ['unset variable']);
  });

  test('nothing that a replaced pod makes new: the trouble is that of the template', () => {
    const named = (name: string) => judge(factsOfPod({ name, containers: waiting('ErrImagePull') })).problems[0]?.key;
    assert.equal(named('ghost-5d8f6c7b9-aaaaa'), named('ghost-5d8f6c7b9-bbbbb'));
  });
});

describe('the infrastructure', () => {
  const of = (
    overrides: Partial<Parameters<typeof stack>[0]>,
    execution: 'running' | 'succeeded' | 'failed' | 'none',
  ) => facts({ infrastructure: { value: { stacks: [stack(overrides)], execution: { value: execution } } } });
  const rolledBack = {
    status: 'UPDATE_ROLLBACK_COMPLETE',
    same: false,
    failures: ['Database (AWS::RDS::DBInstance): Invalid DB Instance class: db.bogus'],
  };

  test('rolled back, and the failed resource is named', () => {
    assertFinalAfter(0, of(rolledBack, 'failed'), 'stack rolled back');
    assert.match(judge(of(rolledBack, 'failed')).problems[0]?.message ?? '', /Invalid DB Instance class: db\.bogus/);
  });

  test('rolled back because it would have replaced data, which another deployment would not change', () => {
    const reason =
      'Action denied by stack policy: Statement [#2] does not allow [Update:Replace] for resource [LogicalResourceId/Database];';
    const refused = { ...rolledBack, failures: [`Database (AWS::RDS::DBInstance): ${reason}`] };
    assertFinalAfter(0, of(refused, 'failed'), 'replacement refused');
    assert.match(judge(of(refused, 'failed')).problems[0]?.message ?? '', /\[Update:Replace\]/);
  });

  test('rolled back because its deployments may not do what the merge needs', () => {
    const caller =
      'arn:aws:sts::111122223333:assumed-role/cdk-om1a2b3c4d-cfn-exec-role-111122223333-eu-west-1/AWSCloudFormation';
    const reason = `Resource handler returned message: "User: ${caller} is not authorized to perform: iam:CreateUser on resource: arn:aws:iam::111122223333:user/x with an explicit deny in an identity-based policy"`;
    const refused = { ...rolledBack, failures: [`Visitor (AWS::IAM::User): ${reason}`] };
    assertFinalAfter(0, of(refused, 'failed'), 'beyond the bounds');
    assert.match(judge(of(refused, 'failed')).problems[0]?.message ?? '', /perform: iam:CreateUser/);
  });

  test('rolled back because a role of the app, and not that of its deployments, lacks a permission', () => {
    const caller = 'arn:aws:sts::111122223333:assumed-role/example-protection-Role/function';
    const reason = `Received response status [FAILED] from custom resource. Message returned: User: ${caller} is not authorized to perform: rds:ModifyDBInstance`;
    const refused = { ...rolledBack, failures: [`DatabaseProtection (Custom::DatabaseProtection): ${reason}`] };
    assertFinalAfter(0, of(refused, 'failed'), 'stack rolled back');
  });

  test('rolled back before, while an execution of this commit may still come', () =>
    assertFinalAfter(45, of(rolledBack, 'none'), 'stack rolled back'));

  test('rolled back before, and whether an execution may still come cannot be read', () => {
    const execution = { error: 'access denied', help: '', finalAfterSeconds: 30 };
    const value = { stacks: [stack(rolledBack)], execution };
    assertFinalAfter(60, facts({ infrastructure: { value } }), 'stack rolled back');
  });

  test('rolled back before, while this commit is being deployed', () => {
    assert.equal(judge(of(rolledBack, 'running')).state, 'waiting');
  });

  test('is live after a rollback to exactly what this commit asks for: a revert changes nothing', () => {
    assert.equal(judge(of({ status: 'UPDATE_ROLLBACK_COMPLETE', same: true }, 'none')).state, 'live');
  });

  test('is not there although the execution of this commit ended', () =>
    assertFinalAfter(0, of({ same: false }, 'failed'), 'infrastructure failed'));

  test('waits while a stack is being updated', () => {
    assert.equal(judge(of({ status: 'UPDATE_IN_PROGRESS', same: true }, 'running')).state, 'waiting');
  });

  test('is waited for while no execution has come', () => {
    assertNeverFinal(of({ same: false }, 'none'), 'stack not deployed');
    assertNeverFinal(of({ status: 'ABSENT', same: false }, 'none'), 'stack not deployed');
  });

  test('was changed by hand after the execution of this commit', () =>
    assertFinalAfter(60, of({ same: false }, 'succeeded'), 'stack changed by hand'));
});

test('every cause is found by some judge, so that none is documented for nobody', () => {
  const folder = join(import.meta.dirname, '../../../cli/verify');
  const judges = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'causes.ts')
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join();
  const causes = [...readFileSync(join(folder, 'causes.ts'), 'utf8').matchAll(/^ {2}'?([\w ]+?)'?: \{/gm)];
  const unused = causes.map(([, cause = '']) => cause).filter((cause) => !judges.includes(`'${cause}'`));
  assert.ok(causes.length > 20, `found ${causes.length} causes only`);
  assert.deepEqual(unused, [], `tell it in cli/verify/judge/, or delete '${unused[0]}' from cli/verify/causes.ts`);
});

describe('every problem', () => {
  test('names a command or edit with its placeholders filled in', () => {
    const observed = [
      factsOf({ kustomizations: [root(), kustomization({ suspended: true })] }),
      factsOfPod({ logs: ['no database yet'] }),
      facts({
        infrastructure: {
          value: { stacks: [stack({ status: 'ROLLBACK_COMPLETE', same: false })], execution: { value: 'failed' } },
        },
      }),
    ];
    const help = observed.map((one) => judge(one).problems[0]?.help);
    assert.deepEqual(
      help.map((text) => text?.includes('{')),
      [false, false, false],
    );
    assert.equal(help[0], 'flux resume kustomization ghost --namespace flux-system');
  });
});
