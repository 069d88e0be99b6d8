import { type Cause, causeInfo } from '../causes.ts';
import { constructId } from '../construct-id.ts';
import { nameOf, type Subject } from '../names.ts';
import type { Problem } from '../verdict.ts';

interface Details {
  readonly message: string;
  readonly events?: readonly string[];
  readonly logs?: readonly string[];
  /** Tells this problem from an earlier one of the same object, for example by the hash of the pod template. */
  readonly of?: string;
  /** Replaces finalAfterSeconds of the cause, in seconds. */
  readonly finalAfterSeconds?: number;
  /** Replaces the help of the cause. */
  readonly help?: string;
}

/** Something that keeps a commit from being live. */
export function problem(cause: Cause, subject: Subject, details: Details): Problem {
  const object = nameOf(subject);
  const info = causeInfo(cause);
  const finalAfterSeconds = details.finalAfterSeconds ?? info.finalAfterSeconds;
  return {
    key: [cause, object, details.of ?? ''].join('|'),
    cause,
    object,
    message: details.message,
    help: details.help ?? filled(info.help, subject),
    events: details.events ?? [],
    logs: details.logs ?? [],
    ...(finalAfterSeconds === undefined ? {} : { finalAfterSeconds }),
  };
}

function filled(help: string, { kind, namespace, name }: Subject): string {
  return help
    .replaceAll('{object}', `${kind.toLowerCase()}/${name}`)
    .replaceAll('{namespace}', namespace ?? 'default')
    .replaceAll('{construct}', constructId(name))
    .replaceAll('{name}', name);
}
