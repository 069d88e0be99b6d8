import type { Config } from '../../config/config.ts';

/**
 * What each alarm means to a reader of its mail. Its line of the runbook is the heading of the same words in docs/operations.md, which a
 * test holds to this table.
 */
export const MEANINGS = {
  'blog unreachable':
    'No pod of Ghost has answered the load balancer for five minutes: readers see what CloudFront kept, or an error.',
  'webhook unreachable':
    'Nothing has taken the push webhook for a quarter of an hour: merges of manifests wait for the next poll.',
  'blog errors': 'More than one reader in twenty has got an error of the server for a quarter of an hour.',
  'database storage': 'Less than a twentieth of the storage is free: it grows at a tenth, so it has stopped growing.',
  'database memory': 'Less than 64 MiB of memory have been free for a quarter of an hour: MySQL is about to be ended.',
  'database connections':
    'More than 60 connections, where Ghost takes ten and the smallest class has room for some 80.',
  'database credits': 'The database needs more processor than its class includes, and the rest is billed by the hour.',
  'database failure': 'RDS reports a failure of the database.',
  'logs silent':
    'Nothing of what pods write has reached CloudWatch for a quarter of an hour: it lies on its node, and goes with it.',
  'backup failed': 'AWS Backup has failed to back up the uploads.',
  'merge not live': 'An execution of the pipeline did not succeed, so that its merge is not live.',
  'drift found': 'Something was changed past the repository, or the weekly look for that has failed.',
} as const;

export type AlarmName = keyof typeof MEANINGS;

/** Where the runbook is read: in the repository of the config. */
export type Runbook = Pick<Config['repository'], 'owner' | 'name' | 'branch'>;

/** The meaning of an alarm and the address of its line in the runbook. */
export function described(alarm: AlarmName, { owner, name, branch }: Runbook): string {
  const page = `https://github.com/${owner}/${name}/blob/${branch}/docs/operations.md`;
  return `${MEANINGS[alarm]} What to do: ${page}#alarm-${alarm.replaceAll(' ', '-')}`;
}
