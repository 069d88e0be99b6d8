import { boto3 } from '../../harness/boto3.ts';
import type { Harness } from '../../harness/harness.ts';
import { setting } from '../../harness/settings.ts';
import { ProcessError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';

/** Seconds for the kubelet to bring the Secret to the pod, which takes it up to two minutes. */
const TIMEOUT_SECONDS = 180;

const ROTATE = 'import sys, boto3; boto3.client("secretsmanager").rotate_secret(SecretId=sys.argv[1])';

/** Whether the program's last look went well. */
async function looksWell(harness: Harness): Promise<boolean> {
  const { kubectl } = await harness.cluster();
  try {
    await kubectl(['-n', 'database', 'exec', 'deployment/users', '--', 'test', '-f', '/tmp/made']);
    return true;
  } catch (error) {
    if (error instanceof ProcessError) return false;
    throw error;
  }
}

/**
 * Has RDS change the master's password, as it does every seven days, and waits until the program that makes Ghost's user
 * signs in with the new one.
 */
export async function rotateMaster(harness: Harness): Promise<void> {
  const { kubectl } = await harness.cluster();
  await boto3(harness, ROTATE, [await setting(harness, 'DATABASE_SECRET_ARN')]);
  const refused = async () => !(await looksWell(harness)) || undefined;
  await waitFor('the former password is refused', refused, { seconds: 60, every: 1000 });
  // External Secrets looks every five minutes.
  await kubectl(['-n', 'database', 'annotate', 'externalsecret', 'master', 'force-sync=now', '--overwrite']);
  const well = async () => (await looksWell(harness)) || undefined;
  await waitFor('the new password is used', well, { seconds: TIMEOUT_SECONDS, every: 1000 });
}
