import { request as requestTls } from 'node:https';
import { text } from 'node:stream/consumers';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../../cli/shared/sha256.ts';
import type { Aws } from '../fakes/aws/start.ts';
import { RehearsalError } from '../shared/errors.ts';

interface ServiceRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Asks a service of AWS of which the project has no client, as the account's root.
 * @param service as it is signed for: `iam`
 * @returns the answer's body
 * @throws RehearsalError when it is not 200
 */
export async function askService(
  { client }: Pick<Aws, 'client'>,
  service: string,
  asked: ServiceRequest,
): Promise<string> {
  const { endpoint, region, credentials, requestHandler } = client;
  const { protocol, hostname, host, port } = new URL(endpoint);
  const { method = 'GET', headers = {}, body } = asked;
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const unsigned = { method, protocol, hostname, path: '/', headers: { host, ...headers }, body };
  const signed = await signer.sign(unsigned);
  const options = { method, hostname, port, path: '/', headers: signed.headers, agent: requestHandler.httpsAgent };
  const answer = await new Promise<{ status: number; body: string }>((resolve, reject) => {
    const call = requestTls(options, (response) => {
      text(response).then((read) => resolve({ status: response.statusCode ?? 0, body: read }), reject);
    });
    call.once('error', reject);
    call.end(body);
  });
  if (answer.status === 200) return answer.body;
  throw new RehearsalError(`${service} answered ${answer.status}: ${answer.body.slice(0, 300)}`, {
    help: 'see the log of the fake AWS; run again with --keep',
  });
}
