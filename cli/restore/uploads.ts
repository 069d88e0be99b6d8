import { BackupClient, DescribeRestoreJobCommand, StartRestoreJobCommand } from '@aws-sdk/client-backup';
import { askAws } from '../shared/ask-aws.ts';
import { requireAws } from '../shared/aws-words.ts';
import type { ClientSettings } from '../shared/client-settings.ts';
import { CommandError } from '../shared/command-error.ts';
import type { Uploads } from './moments.ts';

/** Where a restore job stands. */
export interface Job {
  readonly status: string;
  /** For example `42.00%`. */
  readonly percent: string;
  readonly message: string;
}

/** What AWS Backup is asked for. */
export interface RestoreJobs {
  /** @returns the job's id */
  readonly start: (uploads: Uploads, into: string, role: string) => Promise<string>;
  readonly look: (id: string) => Promise<Job>;
}

/** AWS Backup, by its SDK. */
export function openRestoreJobs(settings: ClientSettings): RestoreJobs {
  const backup = new BackupClient(settings);
  const { region } = settings;
  return {
    start: async ({ recoveryPoint }, into, role) => {
      // https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
      const Metadata = {
        'file-system-id': into,
        newFileSystem: 'false',
        Encrypted: 'true',
        PerformanceMode: 'generalPurpose',
        CreationToken: crypto.randomUUID(),
      };
      const request = { RecoveryPointArn: recoveryPoint, Metadata, IamRoleArn: role, ResourceType: 'EFS' };
      const asking = backup.send(new StartRestoreJobCommand(request));
      const started = asking.then(({ RestoreJobId }) => requireAws(RestoreJobId, 'restore job'));
      return await askAws(`restoring ${recoveryPoint} as ${role}`, region, started);
    },
    look: async (RestoreJobId) => {
      // A wait for a job without a status would have no end.
      const looking = backup
        .send(new DescribeRestoreJobCommand({ RestoreJobId }))
        .then(({ Status, ...rest }) => ({ ...rest, Status: requireAws(Status, 'status') }));
      const { Status, PercentDone = '', StatusMessage = '' } = await askAws('reading the restore job', region, looking);
      return { status: Status, percent: PercentDone, message: StatusMessage };
    },
  };
}

/**
 * Waits until a restore job has ended.
 * @param told gets where it stands, each time that it has moved
 * @throws CommandError with exit code 1 when it failed: nothing that lives was touched
 */
export async function awaitJob(
  jobs: RestoreJobs,
  id: string,
  sleep: () => Promise<void>,
  told: (text: string) => void,
): Promise<void> {
  let last = '';
  for (;;) {
    const { status, percent, message } = await jobs.look(id);
    if (status === 'COMPLETED') return;
    if (status === 'FAILED' || status === 'ABORTED') throw failed(id, status, message);
    const text = `${status} ${percent}`.trim();
    if (text !== last) told(text);
    last = text;
    await sleep();
  }
}

function failed(id: string, status: string, message: string): CommandError {
  return new CommandError(
    `The restore of the uploads ended as ${status}: ${message || 'AWS Backup does not say why'}`,
    {
      where: `AWS Backup, restore job ${id}`,
      help: 'mend what it names, then run the command again; what lives is as it was',
      exitCode: 1,
    },
  );
}
