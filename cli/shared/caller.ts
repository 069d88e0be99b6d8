import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { requireAws } from './aws-words.ts';
import type { ClientSettings } from './client-settings.ts';

/** Whose credentials are used. */
export interface Caller {
  /** 12 digits. */
  readonly account: string;
  readonly arn: string;
}

/**
 * Asks STS who is signed in, which AWS allows everybody. It rejects with the SDK's own error, which the sections of the command line
 * word in different ways.
 */
export async function readCaller(settings: ClientSettings): Promise<Caller> {
  const { Account, Arn } = await new STSClient(settings).send(new GetCallerIdentityCommand({}));
  return { account: requireAws(Account, 'account'), arn: requireAws(Arn, 'ARN') };
}
