import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { POD_LOGS_FOLDER } from '../../../lib/names.ts';
import type { Harness } from '../../harness/harness.ts';
import { BUSYBOX_SERVED } from '../../shared/build-versions.ts';
import { ProcessError, RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';

/** A line of a pod as the fake CloudWatch keeps it. */
const writtenLine = z.object({
  body: z.string().nullable(),
  resource: z.object({ attributes: z.record(z.string(), z.unknown()) }),
});
export type WrittenLine = z.infer<typeof writtenLine>;

const found = z.object({ events: z.array(z.object({ message: z.string() })) });

/** The lines of pods among the events of a group. @param text what the command line prints of them */
export const linesOfPod = (text: string): WrittenLine[] =>
  found.parse(JSON.parse(text)).events.flatMap(({ message }) => {
    const line = writtenLine.safeParse(parsed(message));
    return line.success ? [line.data] : [];
  });

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

/** A pod that has written one line. */
export interface WritingPod {
  readonly namespace: string;
  readonly name: string;
  /** The line. */
  readonly mark: string;
  /** Deletes it, and waits until kubelet has deleted its files as well. */
  readonly remove: () => Promise<void>;
}

/** Starts a pod whose container `writer` writes a line, and waits for it. */
export async function writingPod(harness: Harness): Promise<WritingPod> {
  const { kubectl } = await harness.cluster();
  const [namespace, name, mark] = ['default', 'writes-one-line', `a line of ${new Date().toISOString()}`];
  const writer = {
    name: 'writer',
    image: `public.ecr.aws/docker/library/busybox:${BUSYBOX_SERVED}`,
    command: ['sh', '-c', `echo '${mark}'; sleep 3600`],
  };
  const spec = { terminationGracePeriodSeconds: 0, containers: [writer] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec };
  await kubectl(['apply', '-f', '-'], { input: JSON.stringify(pod) });
  const ofIt = ['--namespace', namespace, 'logs', name];
  const says = async () => {
    try {
      return (await kubectl(ofIt)).includes(mark) || undefined;
    } catch (error) {
      if (error instanceof ProcessError) return undefined;
      throw error;
    }
  };
  const where = harness.sandbox.log('recipes');
  await waitFor('a pod writes a line', says, { seconds: 60, where });
  const files = () => readdirSync(POD_LOGS_FOLDER).filter((folder) => folder.startsWith(`${namespace}_${name}_`));
  const remove = async () => {
    if (files().length === 0)
      throw new RehearsalError(`${POD_LOGS_FOLDER} has nothing of ${name}`, {
        where,
        help: 'see where the kubelet of rehearsal/cluster/node.ts keeps logs',
      });
    await kubectl(['--namespace', namespace, 'delete', 'pod', name, '--wait=true', '--timeout=60s']);
    await waitFor('its files are gone', async () => files().length === 0 || undefined, { seconds: 120, where });
  };
  return { namespace, name, mark, remove };
}
