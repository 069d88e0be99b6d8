import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { githubAppSecret, NAME_TAG } from '../../../lib/names.ts';
import { askAws } from '../ask-aws.ts';
import { CommandError } from '../command-error.ts';
import { jsonIn } from '../json-in.ts';

const content = z.object({ privateKey: z.string() });

/**
 * Keeps the key in Secrets Manager, where External Secrets reads it: in a new secret, or as a new version of the one that is there.
 * @param name the config's
 * @returns whether the secret is new
 * @throws CommandError when AWS refuses; never with the key
 */
export async function keepAppKey(
  client: SecretsManagerClient,
  region: string,
  name: string,
  pem: string,
): Promise<boolean> {
  const [id, SecretString] = [githubAppSecret(name), JSON.stringify({ privateKey: pem })];
  const creation = new CreateSecretCommand({
    Name: id,
    Description: 'Private key of the GitHub App that Flux reads the repository as',
    SecretString,
    Tags: [{ Key: NAME_TAG, Value: name }],
  });
  const creating = client.send(creation).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Error && error.name === 'ResourceExistsException') return false;
      throw error;
    },
  );
  const isNew = await askAws(`making the secret ${id}`, region, creating);
  if (!isNew) {
    const putting = client.send(new PutSecretValueCommand({ SecretId: id, SecretString }));
    await askAws(`writing the secret ${id}`, region, putting);
  }
  return isNew;
}

/**
 * The key that is kept.
 * @param name the config's
 * @returns PEM
 * @throws CommandError when there is none, or AWS refuses
 */
export async function keptAppKey(client: SecretsManagerClient, region: string, name: string): Promise<string> {
  const id = githubAppSecret(name);
  const help = 'npx onemerge connect --app-key <file.pem>';
  const reading = client.send(new GetSecretValueCommand({ SecretId: id })).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ResourceNotFoundException')
      throw new CommandError(`There is no secret ${id}, which holds the key of the GitHub App`, {
        where: region,
        help,
      });
    throw error;
  });
  const { SecretString = '' } = await askAws(`reading the secret ${id}`, region, reading);
  const read = content.safeParse(jsonIn(SecretString));
  if (read.success) return read.data.privateKey;
  throw new CommandError(`The secret ${id} is not JSON with the key "privateKey"`, { where: region, help });
}
