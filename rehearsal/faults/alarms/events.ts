import { z } from 'zod';
import type { AlarmName } from '../../../lib/constructs/alarms/runbook.ts';

/** What a rule of EventBridge waits for, as far as an event is made up from it. */
export const patternSchema = z.object({
  resources: z.array(z.string()).default([]),
  detail: z.record(z.string(), z.array(z.string())).default({}),
});
export type Pattern = z.infer<typeof patternSchema>;

/** What a service says. */
interface Event {
  readonly source: string;
  readonly type: string;
  readonly resources?: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What a service says of the fault that the alarm is for, and what it says of the same thing when all is well. */
interface Events {
  readonly fault: Event;
  readonly harmless: Event;
}

/** For each alarm that is raised by an event, in the words of the service's own documents. The pattern only says what is watched. */
export const EVENTS: Readonly<Partial<Record<AlarmName, (watched: Pattern) => Events>>> = {
  'merge not live': ({ resources: [pipeline = ''] }) => {
    const ended = (state: string): Event => ({
      source: 'aws.codepipeline',
      type: 'CodePipeline Pipeline Execution State Change',
      resources: [pipeline],
      detail: { state, pipeline: pipeline.split(':').at(-1), 'execution-id': '3f0c' },
    });
    return { fault: ended('FAILED'), harmless: ended('SUCCEEDED') };
  },
  'backup failed': ({ detail }) => {
    const ended = (state: string): Event => ({
      source: 'aws.backup',
      type: 'Backup Job State Change',
      detail: { state, resourceArn: detail.resourceArn?.[0] },
    });
    return { fault: ended('FAILED'), harmless: ended('COMPLETED') };
  },
  'database failure': ({ detail }) => {
    const said = (category: string, Message: string): Event => ({
      source: 'aws.rds',
      type: 'RDS DB Instance Event',
      detail: { EventCategories: [category], SourceIdentifier: detail.SourceIdentifier?.[0], Message },
    });
    return {
      fault: said('failure', 'The instance has failed.'),
      harmless: said('backup', 'Backing up DB instance'),
    };
  },
};
