import { setTimeout as sleep } from 'node:timers/promises';
import type { Visitor } from '../../fakes/cloudfront/visitor.ts';

/** Somebody who wants to become the owner of a blog that has none. */
export interface Attacker {
  readonly email: string;
  readonly password: string;
  /** How often the attacker asked. */
  readonly asked: number;
  /** Every status that was not a refused connection, with how often it came. */
  readonly answers: ReadonlyMap<number, number>;
  /** Ends the attempts. */
  readonly stop: () => Promise<void>;
}

const PATH = '/ghost/api/admin/authentication/setup/';

/** Milliseconds between an answer and the next attempt. */
const PAUSE = 10;

/** Asks to become the owner again and again, until it is stopped. */
export function attacker(visit: Visitor): Attacker {
  const email = 'attacker@example.net';
  const password = 'correct horse battery staple 9';
  const body = JSON.stringify({ setup: [{ name: 'Attacker', email, password, blogTitle: 'Mine' }] });
  const attempt = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  const answers = new Map<number, number>();
  let asked = 0;
  let going = true;
  const attempts = (async () => {
    while (going) {
      asked++;
      const status = await visit(PATH, attempt).then(
        (answer) => answer.status,
        () => undefined,
      );
      if (status !== undefined) answers.set(status, (answers.get(status) ?? 0) + 1);
      await sleep(PAUSE);
    }
  })();
  const stop = () => {
    going = false;
    return attempts;
  };
  return {
    email,
    password,
    answers,
    stop,
    get asked() {
      return asked;
    },
  };
}

/** How often nobody answered. */
export function refused({ asked, answers }: Pick<Attacker, 'asked' | 'answers'>): number {
  return asked - [...answers.values()].reduce((sum, count) => sum + count, 0);
}

/** For people: "812 attempts: 700 x no connection, 112 x 403". */
export function story(attacker: Pick<Attacker, 'asked' | 'answers'>): string {
  const answered = [...attacker.answers].map(([status, count]) => `${count} x ${status}`);
  return `${attacker.asked} attempts: ${[`${refused(attacker)} x no connection`, ...answered].join(', ')}`;
}
