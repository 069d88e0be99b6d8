import { inEnvironment } from '../../shared/in-environment.ts';
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
    help: inEnvironment(details.help ?? filled(info.help, subject)),
    events: details.events ?? [],
    logs: details.logs ?? [],
    ...(finalAfterSeconds === undefined ? {} : { finalAfterSeconds }),
  };
}

function filled(help: string, { kind, namespace, name }: Subject): string {
  // Objects of the cluster are in no namespace, and kubectl finds them from any.
  const place = namespace || 'default';
  return help
    .replaceAll('{object}', `${kind.toLowerCase()}/${name}`)
    .replaceAll('{flux}', `${FLUX_WORDS[kind] ?? kind.toLowerCase()} ${name}`)
    .replaceAll('{namespace}', place)
    .replaceAll('{construct}', constructId(name))
    .replaceAll('{name}', name);
}

/** What `flux resume` calls its kinds: sources in two words. */
const FLUX_WORDS: Readonly<Record<string, string>> = {
  GitRepository: 'source git',
  OCIRepository: 'source oci',
  HelmRepository: 'source helm',
  HelmChart: 'source chart',
  Bucket: 'source bucket',
};
