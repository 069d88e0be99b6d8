import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../shared/sha256.ts';

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** EKS accepts a token for 15 minutes after its signature; ours is renewed well before. */
const RENEW_AFTER = 10 * 60_000;

/**
 * Makes tokens for an EKS cluster: a presigned request to STS that says who the caller is. The cluster sends it.
 * Signed for STS's public name, whatever endpoint this process itself uses for AWS: that is the name EKS accepts.
 * @param cluster the cluster's name, which is signed too: a token for one cluster is of no use at another
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
 */
export function clusterTokens(cluster: string, region: string, credentials: Credentials): () => Promise<string> {
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 });
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  let current: { token: string; madeAt: number } | undefined;
  return async () => {
    if (current && Date.now() - current.madeAt < RENEW_AFTER) return current.token;
    const hostname = `sts.${region}.${suffix}`;
    const request = {
      method: 'GET',
      protocol: 'https:',
      hostname,
      path: '/',
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
      headers: { host: hostname, 'x-k8s-aws-id': cluster },
    };
    const options = { expiresIn: 60, unhoistableHeaders: new Set(['x-k8s-aws-id']) };
    const { path, query = {} } = await signer.presign(request, options);
    const search = new URLSearchParams(
      Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
    );
    const url = `https://${hostname}${path}?${search}`;
    current = { token: `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`, madeAt: Date.now() };
    return current.token;
  };
}
