import type { Harness } from '../../harness/harness.ts';

const SECRET = ['-n', 'ghost', 'get', 'secret', 'database-user'];

/** The name of the database user that Ghost is given; undefined while there is none. */
export async function handedOver(harness: Harness): Promise<string | undefined> {
  const { kubectl } = await harness.cluster();
  const said = await kubectl([...SECRET, '--ignore-not-found', '-o', 'jsonpath={.data.username}']);
  return said === '' ? undefined : Buffer.from(said, 'base64').toString();
}
