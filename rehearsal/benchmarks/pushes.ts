import { setTimeout as sleep } from 'node:timers/promises';
import type { Harness } from '../harness/harness.ts';
import { CONFIG, replaceOnce } from '../harness/project.ts';
import { DEPLOYMENT } from '../scenarios/both-halves.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { UNREAD } from '../scenarios/unread.ts';
import { allSettled, settled } from '../scenarios/workload.ts';
import { RehearsalError } from '../shared/errors.ts';
import { percentile } from '../shared/percentile.ts';
import { type DeploymentWatch, watchDeployment } from './deployment-watch.ts';
import { judgePromptness } from './promptness.ts';

/** A Deployment whose file is changed by pushes. */
export interface Pushed {
  /** In the repository; it sets `progressDeadlineSeconds`. */
  readonly file: string;
  readonly namespace: string;
  readonly name: string;
}

const GHOST: Pushed = { file: DEPLOYMENT, namespace: 'ghost', name: 'ghost' };

/** A push, in milliseconds since 1970. */
interface Push {
  /** Before its commit was made. */
  readonly began: number;
  /** When Git said that it has it: the moment from which the repository has the change, and GitHub tells of it. */
  readonly taken: number;
  readonly commit: string;
}

/**
 * Pushes one change of manifests. It changes `progressDeadlineSeconds`: that makes a new generation of the Deployment,
 * which is what a push to manifests is about, and touches no pod, so that no push waits for the rollout of another.
 * @param deadline what the file says now; the push makes it one more
 */
async function push(harness: Harness, { file }: Pushed, deadline: number): Promise<Push> {
  const field = (value: number) => `progressDeadlineSeconds: ${value}`;
  const began = Date.now();
  const commit = await harness.project.edit(file, field(deadline), field(deadline + 1), `Wait for ${deadline + 1} s`);
  return { began, taken: Date.now(), commit };
}

async function watching<T>(
  harness: Harness,
  { namespace, name }: Pushed,
  work: (watch: DeploymentWatch) => Promise<T>,
): Promise<T> {
  const watch = watchDeployment(await harness.cluster(), harness.sandbox, { namespace, name });
  try {
    return await work(watch);
  } finally {
    watch.stop();
  }
}

export const PUSHES = 20;

/** What pushes took, in milliseconds. */
interface Measurement {
  /** From the moment when Git had the push. */
  readonly fromPush: number[];
  /** From before its commit was made. */
  readonly fromCommit: number[];
  /** Which generations of the Deployment they made. */
  readonly generations: string;
}

/** Pushes one after the other, each when the one before is settled, as far apart as people's are. No build runs meanwhile. */
export async function pushing(harness: Harness, pushes = PUSHES, pushed: Pushed = GHOST): Promise<Measurement> {
  return await watching(harness, pushed, async (watch) => {
    const first = await watch.latest();
    const [fromPush, fromCommit]: [number[], number[]] = [[], []];
    let last = first;
    while (fromPush.length < pushes) {
      const { began, taken, commit } = await push(harness, pushed, last.deadline);
      last = await watch.reached(last.deadline + 1, 120);
      fromPush.push(last.at - taken);
      fromCommit.push(last.at - began);
      await allSettled(harness, 300, commit);
    }
    return { fromPush, fromCommit, generations: `generation ${first.generation} to ${last.generation}` };
  });
}

export const withWebhook: Scenario = {
  id: 'push-with-webhook',
  title: `${PUSHES} pushes of manifests: time from push to new Deployment generation`,
  unread: UNREAD.measures,
  run: async (harness) => {
    harness.pipeline.stop();
    const { fromPush, fromCommit, generations } = await pushing(harness);
    return {
      note: `${judgePromptness(fromPush)}; ${generations}, no build running`,
      figures: {
        'push to generation with the webhook, ms': fromPush,
        'the same from before the commit, ms': fromCommit,
      },
    };
  },
};

/** How much later than without the gate a push of manifests may arrive, in milliseconds. */
const GATE_LIMIT = 200;

/** The same pushes with the gate and without it, in one run: a push whose infrastructure stands must not feel the gate. */
export const gateCost: Scenario = {
  id: 'gate-cost',
  title: `${PUSHES} pushes of manifests with the gate, and ${PUSHES} without: at most ${GATE_LIMIT} ms apart`,
  unread: UNREAD.measures,
  run: async (harness) => {
    harness.pipeline.stop();
    const gated = await pushing(harness);
    const open = (text: string) =>
      replaceOnce(text, '"database": {', '"rollout": "parallel",\n  "database": {', CONFIG);
    const commit = await harness.project.merge({
      branch: 'no-gate',
      title: 'Wait for nothing',
      edits: { [CONFIG]: open },
    });
    await settled(harness, 'ghost', 120, commit);
    const free = await pushing(harness);
    const [withGate, without] = [gated, free].map(({ fromPush }) => percentile(fromPush, 50)) as [number, number];
    const figures = { 'push with the gate, ms': gated.fromPush, 'push without the gate, ms': free.fromPush };
    if (withGate - without > GATE_LIMIT)
      throw new RehearsalError(`the gate costs ${withGate - without} ms: p50 ${withGate} with it, ${without} without`, {
        help: 'measure on an idle machine; then read what kustomize-controller logs between two pushes',
      });
    return { note: `p50 ${withGate} ms with the gate, ${without} ms without`, figures };
  },
};

const UNHEARD = 3;

/** Between two of them, in seconds: together they spread over most of the ten minutes after which Flux asks by itself. */
const APART = 200;

/** Longest wait, in seconds: Flux's ten minutes, the twentieth that it strays from them, and a minute to apply. */
const POLLED = 690;

/** Turns the push webhook off or on. @throws RehearsalError when there is none */
function switchWebhook({ github, sandbox }: Harness, active: boolean): void {
  const hook = github.fake.hooks.list().find(({ events }) => events.includes('push'));
  if (hook) github.fake.hooks.update(hook.id, { active });
  else {
    throw new RehearsalError('GitHub has no push webhook', {
      where: sandbox.log('onemerge'),
      help: 'read what `onemerge connect` printed in that log',
    });
  }
}

/**
 * Pushes that GitHub tells nobody about: Flux finds them when it asks. It asked last at the last merge,
 * and pushes that are made at three moments of one interval show how much that moment matters. No build runs meanwhile.
 */
export const withoutWebhook: Scenario = {
  id: 'push-without-webhook',
  title: `${UNHEARD} pushes without the webhook: Flux polls every ten minutes, so this takes as long`,
  unread: UNREAD.measures,
  run: async (harness) => {
    switchWebhook(harness, false);
    try {
      return await watching(harness, GHOST, async (watch) => {
        const { deadline } = await watch.latest();
        const arrivals: Promise<number>[] = [];
        for (let made = 0; made < UNHEARD; made++) {
          if (made > 0) await sleep(APART * 1000);
          const { began } = await push(harness, GHOST, deadline + made);
          const arrival = watch.reached(deadline + made + 1, POLLED).then(({ at }) => at - began);
          arrival.catch(() => undefined); // awaited below
          arrivals.push(arrival);
        }
        const measured = await Promise.all(arrivals);
        const seconds = measured.map((milliseconds) => `${(milliseconds / 1000).toFixed(0)} s`);
        return { note: seconds.join(', '), figures: { 'push to generation without the webhook, ms': measured } };
      });
    } finally {
      switchWebhook(harness, true);
    }
  },
};
