import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Edge, send } from '../edge.ts';

/** Somebody who wants to become the owner of a blog that has none. */
export interface Thief {
  readonly email: string;
  readonly password: string;
  /** How often the thief asked. */
  asked: number;
  /** Every status that was not a refused connection, with how often it came. */
  readonly answers: Map<number, number>;
  /** Ends the attempts. */
  stop(): Promise<void>;
}

type Door = (body: string) => Promise<Answer>;

const PATH = '/ghost/api/admin/authentication/setup/';

/** Through the front door: the edge, which follows readiness. */
export function throughEdge(edge: Edge): Door {
  return (body) => edge.visit(PATH, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

/** Past the edge: straight to the pod's address, as another pod in the VPC could if no policy stopped it. */
export function straightToPod(address: string, port: number, host: string): Door {
  const headers = { host, 'x-forwarded-proto': 'https', 'content-type': 'application/json' };
  return (body) => send({ host: address, port, path: PATH, headers }, { method: 'POST', body });
}

/** Asks to become the owner, without a pause between attempts worth mentioning, until it is stopped. */
export function thief(door: Door): Thief {
  const email = 'thief@example.net';
  const password = 'correct horse battery staple 9';
  const body = JSON.stringify({ setup: [{ name: 'Thief', email, password, blogTitle: 'Mine' }] });
  const answers = new Map<number, number>();
  let going = true;
  const self = { email, password, asked: 0, answers };
  const attempts = (async () => {
    while (going) {
      self.asked++;
      const status = await door(body).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status !== 0) answers.set(status, (answers.get(status) ?? 0) + 1);
      await sleep(3);
    }
  })();
  const stop = () => {
    going = false;
    return attempts;
  };
  return Object.assign(self, { stop });
}

/** For people: "812 attempts: 700 refused connections, 112 x 403". */
export function story({ asked, answers }: Thief): string {
  const answered = [...answers].map(([status, count]) => `${count} x ${status}`);
  const refused = asked - [...answers.values()].reduce((sum, count) => sum + count, 0);
  return `${asked} attempts: ${[`${refused} x no connection`, ...answered].join(', ')}`;
}
