import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waitFor } from '../../shared/process/wait.ts';
import type { PipelineDefinition } from './definition.ts';
import { definition } from './fixtures.ts';
import type { Approval, Ledger, StartedExecution } from './ledger.ts';
import { type PipelineParts, PipelineRunner } from './runner.ts';

const SUCCESS = { reason: undefined, phases: [], notes: [] };

/** What a client of AWS started. */
const byHand = (id: string, changes: Partial<StartedExecution> = {}): StartedExecution => ({
  id,
  pipeline: 'deploys',
  commit: undefined,
  variables: {},
  ...changes,
});

/** A book that also holds what clients of AWS start, and remembers what it was told. */
function book() {
  const told: string[] = [];
  const running: StartedExecution[] = [];
  const ledger: Ledger = {
    start: async (name) => {
      const started = byHand(`${name}-${running.length + 1}`, { pipeline: name });
      running.push(started);
      return started;
    },
    inProgress: async () => running,
    approval: async () => ({ status: 'Succeeded', summary: 'seen' }),
    source: async (id, commit) => void told.push(`${id} builds ${commit}`),
    end: async (id, end) => void told.push(`${id} ${end}`),
  };
  return { ledger, told, running };
}

/** A runner whose builds do what a test says. */
function pipeline(parts: Partial<PipelineParts> = {}) {
  return new PipelineRunner({
    definition: async () => definition(),
    connected: async () => true,
    head: async () => 'head',
    ledger: book().ledger,
    build: async () => SUCCESS,
    ...parts,
  });
}

const push = async (runner: PipelineRunner, commit: string) => {
  const id = await runner.push('example/onemerge', 'main', commit);
  assert.ok(id);
  return { id };
};

test('executions are queued: each judges its own commit, one after the other', async () => {
  const order: string[] = [];
  const runner = pipeline({
    build: async ({ commit }) => {
      order.push(`begin ${commit}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(`end ${commit}`);
      return SUCCESS;
    },
  });
  await push(runner, 'one');
  const last = await push(runner, 'two');
  assert.equal((await runner.ended(last, 60)).status, 'Succeeded');
  assert.deepEqual(order, ['begin one', 'end one', 'begin two', 'end two']);
  assert.deepEqual(
    runner.executions.map(({ commit }) => commit),
    ['two', 'one'],
  );
});

test('a failed build fails its execution, and the next one runs', async () => {
  const runner = pipeline({
    build: async ({ commit }) => ({ ...SUCCESS, reason: commit === 'bad' ? 'BUILD: failed' : undefined }),
  });
  const bad = await push(runner, 'bad');
  const good = await push(runner, 'good');
  assert.equal((await runner.ended(good, 60)).status, 'Succeeded');
  const { status, reason } = await runner.ended(bad, 60);
  assert.deepEqual([status, reason], ['Failed', 'BUILD: failed']);
});

test('an execution that changes its own pipeline is cancelled, and the changed pipeline runs the head', async () => {
  let deployed: PipelineDefinition = definition();
  const runner = pipeline({
    definition: async () => deployed,
    build: async ({ commit }) => {
      if (commit === 'change') deployed = definition({ version: '2' });
      return SUCCESS;
    },
  });
  const changed = await runner.ended(await push(runner, 'change'), 60);
  assert.equal(changed.status, 'Cancelled');
  assert.equal((await runner.ended({ commit: 'head' }, 60)).status, 'Succeeded');
});

test('without restart on update, a cancelled execution is the last', async () => {
  let version = '1';
  const runner = pipeline({
    definition: async () => definition({ version, restartOnUpdate: false }),
    build: async () => {
      version = '2';
      return SUCCESS;
    },
  });
  assert.equal((await runner.ended(await push(runner, 'change'), 60)).status, 'Cancelled');
  assert.equal(runner.executions.length, 1);
});

test('until the handshake is done a push starts nothing, and an execution fails at its source', async () => {
  const runner = pipeline({ connected: async () => false, build: async () => assert.fail('nothing to build') });
  assert.equal(await runner.push('example/onemerge', 'main', 'c'), undefined);
  const { status, reason } = await runner.ended({ id: await runner.start() }, 60);
  assert.equal(status, 'Failed');
  assert.match(reason ?? '', /^Source: .*handshake/);
});

test('a push to another branch or repository starts nothing', async () => {
  const runner = pipeline();
  assert.equal(await runner.push('example/onemerge', 'topic', 'c'), undefined);
  assert.equal(await runner.push('example/other', 'main', 'c'), undefined);
});

test('an execution that breaks fails with the reason, and the queue goes on', async () => {
  const runner = pipeline({
    build: async ({ commit }) => {
      if (commit === 'bad') throw new Error('no space left');
      return SUCCESS;
    },
  });
  const bad = await push(runner, 'bad');
  assert.equal((await runner.ended(await push(runner, 'good'), 60)).status, 'Succeeded');
  assert.equal((await runner.ended(bad, 60)).reason, 'no space left');
});

test('AWS is told what is built and how it ended', async () => {
  const { ledger, told } = book();
  const runner = pipeline({ ledger });
  await runner.ended(await push(runner, 'c0ffee'), 60);
  assert.deepEqual(told, ['deploys-1 builds c0ffee', 'deploys-1 Succeeded']);
});

test('what a client of AWS starts runs once, and builds the head', async () => {
  const { ledger, running } = book();
  const runner = pipeline({ ledger });
  running.push(byHand('by-hand'));
  await runner.look();
  await runner.look();
  assert.equal((await runner.ended({ id: 'by-hand' }, 60)).commit, 'head');
  assert.equal(runner.executions.length, 1);
});

test('what is started for a commit, with values of variables, is built from both', async () => {
  const { ledger, running } = book();
  const builds: unknown[] = [];
  const runner = pipeline({
    ledger,
    definition: async () => definition({ buildVariables: { WHY: '#{variables.REASON}' } }),
    build: async ({ commit, variables }) => {
      builds.push([commit, variables]);
      return SUCCESS;
    },
  });
  running.push(byHand('promotion', { commit: 'c0ffee', variables: { REASON: 'hotfix' } }));
  await runner.look();
  await runner.ended({ id: 'promotion' }, 60);
  assert.deepEqual(builds, [['c0ffee', { WHY: 'hotfix' }]]);
});

test('executions of another pipeline are left to its own runner, and cost no look at the definition after the first', async () => {
  const { ledger, running } = book();
  let reads = 0;
  const read = async () => {
    reads += 1;
    return definition();
  };
  const runner = pipeline({ ledger, definition: read });
  running.push(byHand('elsewhere', { pipeline: 'other' }));
  await runner.look();
  await runner.look();
  assert.deepEqual([runner.executions, reads], [[], 1]);
});

test('a push starts nothing when the source detects no changes', async () => {
  const runner = pipeline({ definition: async () => definition({ detectsChanges: false }) });
  assert.equal(await runner.push('example/onemerge', 'main', 'c'), undefined);
  assert.deepEqual(runner.executions, []);
});

test('a push keeps its commit even when somebody looks for executions meanwhile', async () => {
  const { ledger } = book();
  const runner = pipeline({ ledger });
  const [started] = await Promise.all([push(runner, 'pushed'), runner.look(), runner.look()]);
  assert.equal((await runner.ended(started, 60)).commit, 'pushed');
});

test('where a person is asked, nothing is built before the answer, and those behind have their commit already', async () => {
  const { ledger, told } = book();
  let first: Approval['status'] = 'InProgress';
  const answer = (id: string) => (id === 'deploys-1' ? first : 'Succeeded');
  const built: string[] = [];
  const runner = pipeline({
    ledger: { ...ledger, approval: async (id) => ({ status: answer(id), summary: 'not on a Friday' }) },
    definition: async () => definition({ asks: true }),
    build: async ({ commit }) => {
      built.push(commit);
      return SUCCESS;
    },
  });
  const [one, two] = [await push(runner, 'one'), await push(runner, 'two')];
  await waitFor('both sources are told', async () => told.length === 2 || undefined, { seconds: 60, every: 5 });
  assert.deepEqual([told, built], [['deploys-1 builds one', 'deploys-2 builds two'], []]);
  first = 'Failed';
  const { status, reason } = await runner.ended(one, 60);
  assert.deepEqual([status, reason], ['Failed', 'Approval: not on a Friday']);
  await runner.ended(two, 60);
  assert.deepEqual(built, ['two']);
});

test('what nobody signed is not built, and the execution says so', async () => {
  const signature = { ...definition().project, name: 'signature' };
  const built: string[] = [];
  const runner = pipeline({
    definition: async () => definition({ signature }),
    build: async ({ definition: { project }, commit }) => {
      built.push(`${project.name} ${commit}`);
      return project === signature && commit === 'unsigned' ? { ...SUCCESS, reason: 'BUILD: no' } : SUCCESS;
    },
  });
  const refused = await runner.ended(await push(runner, 'unsigned'), 2);
  const taken = await runner.ended(await push(runner, 'signed'), 2);
  assert.deepEqual([refused.status, refused.reason, taken.status], ['Failed', 'Signature: BUILD: no', 'Succeeded']);
  assert.deepEqual(built, ['signature unsigned', 'signature signed', 'deploy signed']);
});
