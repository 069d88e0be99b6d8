import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Balancer, REGISTRATION_SECONDS } from './balancer.ts';
import { TARGET_GROUP } from './cluster.ts';
import type { TargetGroup } from './settings.ts';
import type { Target } from './targets.ts';

const GUIDE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network';
const CHECKS = `${GUIDE}/target-group-health-checks.html`;
const SETTINGS = `${CHECKS}#health-check-settings`;
const DRAINING = `${GUIDE}/edit-target-group-attributes.html#deregistration-delay`;

const OLD: Target = { address: '10.0.128.5', port: 2368 };
const NEW: Target = { address: '10.0.128.6', port: 2368 };

const GROUP: TargetGroup = {
  healthCheck: {
    protocol: 'HTTP',
    path: '/',
    listenerPort: 8080,
    matches: (status) => status < 400,
    interval: 5,
    timeout: 4,
    thresholds: { healthy: 2, unhealthy: 3 },
  },
  draining: { seconds: 30, terminates: true },
};

/** A connection that remembers whether it was reset. */
function connection() {
  const state = { reset: false };
  const socket = { once: () => undefined, resetAndDestroy: () => (state.reset = true) } as unknown as Socket;
  return { socket, state };
}

/** A load balancer whose targets are well unless they are among `ill`, and whose time a test passes by seconds. */
function scene(draining: Partial<TargetGroup['draining']> = {}, thresholds = GROUP.healthCheck.thresholds) {
  const ill = new Set<Target>();
  const asked: Target[] = [];
  const balancer = new Balancer(
    new Map([
      [
        TARGET_GROUP,
        { healthCheck: { ...GROUP.healthCheck, thresholds }, draining: { ...GROUP.draining, ...draining } },
      ],
    ]),
    async (target) => {
      asked.push(target);
      return !ill.has(target);
    },
  );
  let [now, registered]: [number, Target[]] = [0, []];
  const look = async () => {
    balancer.look(new Map([[TARGET_GROUP, registered]]), now * 1000);
    await nextTurn();
  };
  const register = async (...targets: Target[]) => {
    registered = targets;
    await look();
  };
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      now += 1;
      await look();
    }
  };
  const of = () => balancer.of(TARGET_GROUP);
  const open = (target: Target) => {
    const { socket, state } = connection();
    balancer.opened(TARGET_GROUP, target, socket);
    return state;
  };
  return { ill, asked, register, pass, of, open, balancer };
}

/** The seconds until readers reach a pod that answers after some time and is registered after some, with the template's thresholds. */
async function untilReaders(answers: number, registered: number): Promise<number> {
  const { ill, register, pass, of } = scene({}, { healthy: 2, unhealthy: 2 });
  ill.add(NEW);
  for (let second = 0; second < 120; second += 1) {
    if (second === registered) await register(NEW);
    if (second === answers) ill.delete(NEW);
    if (second >= answers && of().length > 0) return second;
    await pass(1);
  }
  return Number.NaN;
}

/** Until a target that is well is healthy: it is registered, and checked as often as its threshold says. */
const UNTIL_HEALTHY = REGISTRATION_SECONDS + 5;

const RULES: readonly { readonly rule: string; readonly source: string; readonly holds: () => Promise<void> }[] = [
  {
    rule: 'a new target gets no request while it is being registered, and none before its first checks have passed',
    source: CHECKS,
    holds: async () => {
      const { register, pass, of, asked } = scene();
      await register(NEW);
      await pass(REGISTRATION_SECONDS - 1);
      assert.deepEqual([asked.length, of().length], [0, 0], 'nobody asks what is not registered yet');
      await pass(UNTIL_HEALTHY - REGISTRATION_SECONDS);
      assert.deepEqual([asked.length, of().length], [1, 0], 'one answer is not two');
      await pass(1);
      assert.deepEqual(of(), [NEW]);
    },
  },
  {
    rule: 'a target is checked once in each interval',
    source: SETTINGS,
    holds: async () => {
      const { register, pass, asked } = scene();
      await register(NEW);
      await pass(REGISTRATION_SECONDS + 20);
      assert.equal(asked.length, 5);
    },
  },
  {
    rule: 'as many failures in a row as the threshold take a target out of service, and an answer between them counts anew',
    source: SETTINGS,
    holds: async () => {
      const { register, pass, of, ill } = scene();
      await register(OLD, NEW);
      await pass(UNTIL_HEALTHY);
      ill.add(OLD);
      await pass(10);
      ill.delete(OLD);
      await pass(5);
      ill.add(OLD);
      await pass(10);
      assert.deepEqual(of(), [OLD, NEW], 'two failures, an answer and two failures are no three in a row');
      await pass(5);
      assert.deepEqual(of(), [NEW]);
    },
  },
  {
    rule: 'as many answers in a row as the threshold put it back',
    source: SETTINGS,
    holds: async () => {
      const { register, pass, of, ill } = scene();
      ill.add(OLD);
      await register(OLD, NEW);
      await pass(REGISTRATION_SECONDS + 10);
      ill.delete(OLD);
      await pass(5);
      assert.deepEqual(of(), [NEW]);
      await pass(5);
      assert.deepEqual(of(), [OLD, NEW]);
    },
  },
  {
    rule: 'when all targets fail their checks, all get requests',
    source: CHECKS,
    holds: async () => {
      const { register, pass, of, ill } = scene();
      ill.add(NEW);
      await register(NEW);
      await pass(REGISTRATION_SECONDS + 9);
      assert.deepEqual(of(), [], 'it has not failed often enough');
      await pass(1);
      assert.deepEqual(of(), [NEW]);
    },
  },
  {
    rule: 'connections to a target that becomes unhealthy are reset, but not when all have failed',
    source: CHECKS,
    holds: async () => {
      const { register, pass, ill, open } = scene();
      await register(OLD, NEW);
      await pass(UNTIL_HEALTHY);
      const [first, second] = [open(OLD), open(NEW)];
      ill.add(OLD);
      await pass(15);
      ill.add(NEW);
      await pass(15);
      assert.deepEqual([first.reset, second.reset], [true, false]);
    },
  },
  {
    rule: 'a target that is drained does not count as one that is well',
    source: CHECKS,
    holds: async () => {
      const { register, pass, ill, open } = scene();
      await register(OLD);
      await pass(UNTIL_HEALTHY);
      ill.add(NEW);
      await register(NEW);
      await pass(REGISTRATION_SECONDS + 10);
      const begun = open(NEW);
      await pass(5);
      assert.equal(begun.reset, false, 'NEW alone gets requests, although its checks fail');
    },
  },
  {
    rule: 'a target that is deregistered gets no new connections; those that are open go on until the delay is over',
    source: DRAINING,
    holds: async () => {
      const { register, pass, of, open } = scene();
      await register(OLD);
      await pass(UNTIL_HEALTHY);
      const begun = open(OLD);
      await register();
      assert.deepEqual(of(), []);
      await pass(29);
      assert.equal(begun.reset, false);
      await pass(1);
      assert.equal(begun.reset, true);
    },
  },
  {
    rule: 'without connection termination they go on after the delay, too',
    source: DRAINING,
    holds: async () => {
      const { register, pass, open } = scene({ terminates: false });
      await register(OLD);
      await pass(UNTIL_HEALTHY);
      const begun = open(OLD);
      await register();
      await pass(60);
      assert.equal(begun.reset, false);
    },
  },
  {
    rule: 'a target that is registered again while it drains is a new one',
    source: CHECKS,
    holds: async () => {
      const { register, pass, of } = scene();
      await register(OLD);
      await pass(UNTIL_HEALTHY);
      await register();
      await register(OLD);
      await pass(UNTIL_HEALTHY - 1);
      assert.deepEqual(of(), []);
      await pass(1);
      assert.deepEqual(of(), [OLD]);
    },
  },
];

describe('rules of the network load balancer', () => {
  for (const { rule, source, holds } of RULES) {
    test(`${rule}: ${source}`, holds);
  }

  for (const { start, joinsReady, joinsAtOnce } of [
    { start: 7, joinsReady: 17, joinsAtOnce: 15 },
    { start: 12, joinsReady: 22, joinsAtOnce: 12 },
    { start: 60, joinsReady: 70, joinsAtOnce: 60 },
  ]) {
    test(`a pod that answers after ${start} s has readers after ${joinsAtOnce} s when it joins at once, after ${joinsReady} s when it joins then`, async () => {
      assert.equal(await untilReaders(start, 0), joinsAtOnce);
      assert.equal(await untilReaders(start, start), joinsReady);
    });
  }

  test('AWS hears of healthy targets only, and the log of all', async () => {
    const { register, pass, balancer } = scene();
    await register(OLD);
    await pass(UNTIL_HEALTHY);
    await register(NEW);
    assert.deepEqual([...balancer.healthy], [[TARGET_GROUP, []]]);
    assert.match(String(balancer), /10\.0\.128\.5:2368 draining.*10\.0\.128\.6:2368 initial/);
    await pass(UNTIL_HEALTHY);
    assert.deepEqual([...balancer.healthy], [[TARGET_GROUP, [NEW]]]);
  });

  test('it has settled once every target has passed its checks', async () => {
    const { register, pass, balancer } = scene();
    await register();
    assert.equal(balancer.settled, false, 'a group without targets serves nobody');
    await register(NEW);
    await pass(UNTIL_HEALTHY - 1);
    assert.equal(balancer.settled, false);
    await pass(1);
    assert.equal(balancer.settled, true);
  });

  test('other settings of a deployed template count from then on', async () => {
    const { register, pass, balancer, asked } = scene();
    await register(NEW);
    await pass(REGISTRATION_SECONDS);
    balancer.configure(new Map([[TARGET_GROUP, { ...GROUP, healthCheck: { ...GROUP.healthCheck, interval: 10 } }]]));
    await pass(35);
    assert.equal(asked.length, 5);
  });
});
