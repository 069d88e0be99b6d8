import { z } from 'zod';
import { type JsonRequest, Refusal } from '../http/json-server.ts';
import type { Kubectl } from '../kubernetes/kubectl.ts';
import type { Associations, ContainerCredentials, ServiceAccount } from './associations.ts';
import { AUDIENCE } from './injection.ts';

/** The path that EKS's agent answers. */
export const CREDENTIALS_PATH = '/v1/credentials';

/** Says whose token this is. @throws Refusal when the cluster did not issue it for the agent, or its pod is gone. */
export type Verify = (token: string) => Promise<ServiceAccount>;

/**
 * STAND-IN for EKS's Pod Identity agent: gives a pod that shows its token the credentials of its role. The agent has no
 * say in who gets which role: the token names the ServiceAccount, and the association names the role.
 */
export async function giveCredentials(
  { method, path, headers }: JsonRequest,
  verify: Verify,
  associations: Associations,
): Promise<ContainerCredentials> {
  if (method !== 'GET' || path !== CREDENTIALS_PATH) throw new Refusal(404, `only GET ${CREDENTIALS_PATH} is answered`);
  const token = headers.authorization;
  if (!token) throw new Refusal(400, 'the Authorization header with the token of the pod is missing');
  return await associations.credentials(await verify(token));
}

const reviewed = z.object({
  status: z.object({
    authenticated: z.boolean().optional(),
    error: z.string().optional(),
    user: z.object({ username: z.string().optional() }).optional(),
  }),
});

/** Lets the cluster itself judge tokens, with a TokenReview. */
export function verifyWith(kubectl: Kubectl): Verify {
  return async (token) => {
    const question = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: { token, audiences: [AUDIENCE] },
    };
    const answer = await kubectl(['create', '-o', 'json', '-f', '-'], { input: JSON.stringify(question) });
    const { status } = reviewed.parse(JSON.parse(answer));
    const found = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(status.user?.username ?? '');
    if (!status.authenticated || !found?.[1] || !found[2]) {
      throw new Refusal(401, `the token is not good: ${status.error ?? 'it is not the token of a ServiceAccount'}`);
    }
    return { namespace: found[1], serviceAccount: found[2] };
  };
}
