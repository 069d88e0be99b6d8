import { type JsonRequest, Refusal } from '../../shared/http/json-server.ts';
import type { Associations, ContainerCredentials } from './associations.ts';

/** The path that EKS's agent answers. */
export const CREDENTIALS_PATH = '/v1/credentials';

/**
 * A fake of EKS's Pod Identity agent: trades the token that a pod shows for the credentials of its role. The agent
 * has no say in who gets which role: EKS has the cluster judge the token, and the association names the role.
 */
export async function giveCredentials(
  { method, path, headers }: JsonRequest,
  associations: Pick<Associations, 'credentials'>,
): Promise<ContainerCredentials> {
  if (method !== 'GET' || path !== CREDENTIALS_PATH) throw new Refusal(404, `only GET ${CREDENTIALS_PATH} is answered`);
  const token = headers.authorization;
  if (!token) throw new Refusal(400, 'the Authorization header with the token of the pod is missing');
  return await associations.credentials(token);
}
