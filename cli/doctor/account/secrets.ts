import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { askAws } from '../../shared/ask-aws.ts';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { keptAppKey } from '../../shared/github-app/app-secret.ts';

export interface Secrets {
  /** Is there a secret, and not about to be deleted? What it holds is not read. secretsmanager:DescribeSecret */
  readonly secretExists: (arn: string) => Promise<boolean>;
  /** The key of a blog's GitHub App, by the config's name; a secret. secretsmanager:GetSecretValue */
  readonly githubAppKey: (name: string) => Promise<string>;
}

export function openSecrets(settings: ClientSettings): Secrets {
  const client = new SecretsManagerClient(settings);
  return {
    githubAppKey: (name) => keptAppKey(client, settings.region, name),
    secretExists: async (arn) => {
      const asking = client.send(new DescribeSecretCommand({ SecretId: arn })).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      });
      const found = await askAws(`reading the secret ${arn}`, settings.region, asking);
      return found !== undefined && found.DeletedDate === undefined;
    },
  };
}
