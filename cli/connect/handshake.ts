import { GetConnectionCommand } from '@aws-sdk/client-codestar-connections';
import { askAws } from '../shared/ask-aws.ts';
import { requireAws } from '../shared/aws-words.ts';
import { CommandError } from '../shared/command-error.ts';
import type { Aws } from './aws.ts';
import type { Clock } from './clock.ts';

/** Pause between two looks at the connection, in milliseconds. */
const BETWEEN_LOOKS = 5_000;

/** The connection between AWS and GitHub. */
export interface Connection {
  readonly arn: string;
  readonly name: string;
  /** PENDING until a person has finished the handshake. AWS retries one in ERROR by itself. */
  readonly status: 'PENDING' | 'AVAILABLE' | 'ERROR';
}

/** The page of the AWS console where a person finishes handshakes. */
export function consolePage(region: string): string {
  return `https://${region}.console.aws.amazon.com/codesuite/settings/connections?region=${region}`;
}

/** @throws CommandError when AWS cannot be asked, or the connection is gone */
export async function readConnection(aws: Aws, arn: string): Promise<Connection> {
  const asking = aws.connections.send(new GetConnectionCommand({ ConnectionArn: arn })).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    throw new CommandError('The connection to GitHub does not exist any more', {
      where: arn,
      help: 'correct repository.connectionArn in onemerge.config.ts, or leave it out; then npx cdk deploy --all',
    });
  });
  const answered = asking.then(({ Connection }) => requireAws(Connection, 'connection'));
  const { ConnectionName = arn, ConnectionStatus = 'PENDING' } = await askAws(
    'reading the connection to GitHub',
    aws.region,
    answered,
  );
  return { arn, name: ConnectionName, status: ConnectionStatus };
}

/** Looks at the connection until it is AVAILABLE or the time is over, and returns what it saw last. */
export async function awaitHandshake(aws: Aws, arn: string, clock: Clock, seconds: number): Promise<Connection> {
  const end = clock.now() + seconds * 1000;
  let connection = await readConnection(aws, arn);
  while (connection.status !== 'AVAILABLE' && clock.now() < end) {
    await clock.sleep(BETWEEN_LOOKS);
    connection = await readConnection(aws, arn);
  }
  return connection;
}
