import { ListSecretsCommand, type SecretListEntry, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Config } from '../../lib/config/config.ts';
import { NAME_TAG } from '../../lib/names.ts';
import { everyPage } from '../doctor/account/ask.ts';
import type { ClientSettings } from '../shared/client-settings.ts';

/**
 * The names of the secrets that carry the tag of the blog and are of no stack: that for mail, the address of a chat, the key of the
 * GitHub App. What they hold is not read. secretsmanager:ListSecrets @throws CommandError
 */
export async function keptSecrets(
  { name, region }: Pick<Config, 'name' | 'region'>,
  settings: ClientSettings,
): Promise<string[]> {
  const client = new SecretsManagerClient(settings);
  // AWS takes these for what a tag begins with, in capitals or not.
  const Filters = [
    { Key: 'tag-key' as const, Values: [NAME_TAG] },
    { Key: 'tag-value' as const, Values: [name] },
  ];
  const all = await everyPage('reading the secrets', region, async (NextToken) => {
    const answer = await client.send(new ListSecretsCommand({ Filters, NextToken }));
    return { items: answer.SecretList, next: answer.NextToken };
  });
  return all
    .filter((one) => isTagged(one, name) && !isOfStack(one))
    .flatMap(({ Name }) => Name ?? [])
    .sort();
}

const isTagged = ({ Tags = [] }: SecretListEntry, name: string): boolean =>
  Tags.some(({ Key, Value }) => Key === NAME_TAG && Value === name);

/** CloudFormation removes what it has made, and RDS the password of its master. */
const isOfStack = ({ Tags = [], OwningService }: SecretListEntry): boolean =>
  OwningService !== undefined || Tags.some(({ Key }) => Key === 'aws:cloudformation:stack-name');
