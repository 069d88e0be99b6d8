import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { MariaDb } from '../fakes/rds/mariadb.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Harness } from './harness.ts';
import { setting } from './settings.ts';

/** The server behind the endpoint that the settings name. @throws RehearsalError when there is none */
export async function databaseServer(harness: Harness): Promise<MariaDb> {
  const host = await setting(harness, 'DATABASE_HOST');
  const found = harness.databases.find(host.replace(/\..*/, ''));
  if (found) return found;
  throw new RehearsalError(`no database server for ${host}`, { help: 'see rehearsal/fakes/rds/places.ts' });
}

/** Asks that server as its master. @returns a line for each row */
export async function askAsMaster(harness: Harness, statement: string): Promise<string[]> {
  const client = new SecretsManagerClient(harness.aws.client);
  const SecretId = await setting(harness, 'DATABASE_SECRET_ARN');
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
  const { username: user, password } = JSON.parse(SecretString) as {
    readonly username: string;
    readonly password: string;
  };
  const server = await databaseServer(harness);
  const database = await setting(harness, 'DATABASE_NAME');
  const said = await server.query({ user, password, database, parameters: {} }, statement);
  return said.split('\n').filter(Boolean);
}
