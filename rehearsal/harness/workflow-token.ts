import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harness } from './harness.ts';
import { REPOSITORY } from './project.ts';

const ISSUER = 'token.actions.githubusercontent.com';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * What a workflow of GitHub's has in its environment once it took a role by its token. The stand-in for AWS reads the token's claims
 * and checks no signature.
 * @param roleArn the role that it takes
 * @param repository whose pull request started the workflow
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
export function workflowEnvironment(
  { sandbox, aws }: Harness,
  roleArn: string,
  repository = `${REPOSITORY.owner}/${REPOSITORY.name}`,
): Readonly<Record<string, string>> {
  const claims = { iss: `https://${ISSUER}`, aud: 'sts.amazonaws.com', sub: `repo:${repository}:pull_request` };
  const file = join(sandbox.folder, `token-of-${repository.replace('/', '-')}`);
  writeFileSync(file, `${part({ alg: 'none' })}.${part(claims)}.`);
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...unsigned } = aws.env;
  return { ...unsigned, AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: file };
}
