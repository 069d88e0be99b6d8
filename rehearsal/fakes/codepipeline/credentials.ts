import { z } from 'zod';
import type { AskAws } from './ledger.ts';

const granted = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });

/**
 * The build role's credentials as CodeBuild takes them, in the variables that AWS's SDKs read. The role's trust policy
 * decides whether CodeBuild may.
 * @param session - names the session in logs; AWS allows 64 characters
 */
export async function buildCredentials(
  askAws: AskAws,
  build: { readonly roleArn: string; readonly projectArn: string; readonly session: string },
): Promise<Readonly<Record<string, string>>> {
  const body = {
    roleArn: build.roleArn,
    service: 'codebuild.amazonaws.com',
    sourceArn: build.projectArn,
    session: build.session.slice(0, 64),
  };
  const answer = granted.parse(await askAws('/_rehearsal/service-credentials', { method: 'POST', body }));
  return {
    AWS_ACCESS_KEY_ID: answer.accessKeyId,
    AWS_SECRET_ACCESS_KEY: answer.secretAccessKey,
    AWS_SESSION_TOKEN: answer.sessionToken,
  };
}
