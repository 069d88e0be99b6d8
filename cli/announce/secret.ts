import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { askAws } from '../shared/ask-aws.ts';
import { requireAws } from '../shared/aws-words.ts';
import { clientSettings } from '../shared/client-settings.ts';

/**
 * The text of a secret, read with the caller's own credentials.
 * @throws CommandError when AWS does not give it
 */
export async function secretText(arn: string, region: string): Promise<string> {
  const client = new SecretsManagerClient(clientSettings(region));
  const { SecretString } = await askAws(
    "reading the address of the chat's webhook",
    region,
    client.send(new GetSecretValueCommand({ SecretId: arn })),
  );
  return requireAws(SecretString, 'text');
}
