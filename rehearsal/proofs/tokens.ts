import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { CommandError, RehearsalError } from '../errors.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { run } from '../process/run.ts';
import type { Room } from '../room/furnish.ts';

const PORT = 7081;
const USER = 'rehearsal:somebody';

/** Answers the API server's questions about bearer tokens, in place of EKS: one token is known. */
export interface TokenReviewer {
  readonly url: string;
  readonly token: string;
  readonly server: Server;
}

/** Starts a token reviewer on the room's loopback. */
export async function startTokenReviewer(): Promise<TokenReviewer> {
  const token = randomBytes(16).toString('hex');
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const review = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { readonly spec: { readonly token: string } };
    const known = review.spec.token === token;
    const status = known ? { authenticated: true, user: { username: USER, groups: [] } } : { authenticated: false };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', status }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(PORT, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${PORT}/`, token, server };
}

/**
 * Shows that the API server asks about tokens and believes the answer, and that its certificate holds.
 * @throws RehearsalError when the known token is refused, or an unknown one is taken.
 */
export async function proveTokens(room: Room, cluster: Cluster, token: string): Promise<string> {
  const whoami = (bearer: string) =>
    run(
      'kubectl',
      ['--server', cluster.endpoint, '--token', bearer, 'auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'],
      {
        seconds: 20,
        env: { ...room.env, KUBECONFIG: '/dev/null' },
      },
    );
  const user = await whoami(token);
  const stranger = await whoami('unknown').catch((error: unknown) => {
    if (error instanceof CommandError) return undefined;
    throw error;
  });
  if (user === USER && stranger === undefined) return `${user} known, a stranger refused`;
  throw new RehearsalError(`the known token is ${user}, an unknown one ${stranger ?? 'refused'}`, {
    help: "look for TokenReview in the API server's log",
  });
}
