import { z } from 'zod';
import { RehearsalError } from '../../shared/errors.ts';
import { askJson } from '../../shared/http/json-client.ts';
import { Refusal } from '../../shared/http/json-server.ts';

/** A ServiceAccount of a cluster. */
interface ServiceAccount {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Temporary credentials, as AWS's SDKs read them from a container's endpoint. */
export interface ContainerCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  readonly AccountId: string;
  /** ISO 8601. */
  readonly Expiration: string;
}

/** What EKS knows of Pod Identity associations. */
export interface Associations {
  /** Whether the pods of a ServiceAccount get a role. */
  readonly has: (account: ServiceAccount) => Promise<boolean>;
  /**
   * The credentials of the role of a pod's ServiceAccount. The cluster says whose token it is.
   * @throws Refusal when the token is not good, has no association, or its role does not trust EKS.
   */
  readonly credentials: (token: string) => Promise<ContainerCredentials>;
}

const listing = z.object({
  associations: z.array(z.object({ clusterName: z.string(), namespace: z.string(), serviceAccount: z.string() })),
});

const granted = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
  accountId: z.string(),
  expiration: z.string(),
});

/**
 * The associations of a cluster, from the AWS emulator. They are asked for again each time, as they change with
 * every deploy.
 * @param aws - whose cluster it is, where the emulator answers, and the PEM of its authority
 */
export function associationsOf(
  cluster: string,
  aws: { readonly account: string; readonly url: string; readonly authority: string },
): Associations {
  const { authority } = aws;
  const asked = (path: string) => `${aws.url}/_rehearsal/${path}?account=${aws.account}`;
  return {
    has: async ({ namespace, serviceAccount }) => {
      const { status, body } = await askJson(asked('pod-identities'), { authority });
      const found = listing.safeParse(body);
      if (status !== 200 || !found.success) throw unexpected(status, body);
      const wanted = (one: z.infer<typeof listing>['associations'][number]) =>
        one.clusterName === cluster && one.namespace === namespace && one.serviceAccount === serviceAccount;
      return found.data.associations.some(wanted);
    },
    credentials: async (token) => {
      const { status, body } = await askJson(asked('pod-identities/credentials'), {
        method: 'POST',
        body: { cluster, token },
        seconds: 60, // the cluster is asked in between
        authority,
      });
      if (status === 403) throw new Refusal(403, JSON.stringify(body));
      const parsed = granted.safeParse(body);
      if (status !== 200 || !parsed.success) throw unexpected(status, body);
      const { accessKeyId, secretAccessKey, sessionToken, accountId, expiration } = parsed.data;
      return {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: sessionToken,
        AccountId: accountId,
        Expiration: expiration,
      };
    },
  };
}

function unexpected(status: number, body: unknown): RehearsalError {
  return new RehearsalError(`the fake EKS answered ${status}: ${JSON.stringify(body)?.slice(0, 300)}`, {
    help: 'read the log of the fake AWS; run again with --keep',
  });
}
