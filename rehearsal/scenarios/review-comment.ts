import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harness } from '../harness/harness.ts';
import { onemerge } from '../harness/onemerge.ts';
import { roleArn } from '../harness/roles.ts';
import { workflowEnvironment } from '../harness/workflow-token.ts';
import { run } from '../shared/process/run.ts';
import { mergeFailed } from './both-halves.ts';

/** The parts of the review that the scenario reads, and what it predicts for the pull request of both halves. */
interface Report {
  readonly infrastructure: { readonly value?: readonly { readonly type: string; readonly impact: string }[] };
  readonly deployed?: { readonly value?: readonly unknown[]; readonly error?: string };
  readonly workload: { readonly value?: readonly { readonly key: string; readonly impact: string }[] };
}

const EXPECTED = ['updated AWS::RDS::DBInstance', 'changed Deployment/ghost/ghost'];

/**
 * Reviews the pull request whose branch is checked out, and posts the report on it, as the two workflows do: the first with the role
 * for pull requests of this repository, the second with a token and nothing but the file. Returns a note.
 * @throws RehearsalError when the comment does not say what the pull request changes
 */
export async function commentOnPullRequest(harness: Harness, number: number): Promise<string> {
  const { sandbox, github, project } = harness;
  const options = { seconds: 240, cwd: project.folder, log: sandbox.log('onemerge') };
  const head = (await run('git', ['rev-parse', 'HEAD'], { ...options, env: sandbox.env })).trim();
  const comments: { readonly id: number; readonly user: { readonly login: string }; body: string }[] = [];
  github.fake.pulls.set(number, { head, comments });
  const file = join(sandbox.folder, 'review.json');
  const role = await roleArn(harness, 'pipeline', 'LiveReviewRole');
  const review = async (codes: readonly number[], token: Readonly<Record<string, string>>) => {
    // npx keeps a link to the project's own program, here and not in the home of whoever rehearses.
    const env = { ...sandbox.env, ...token, npm_config_cache: join(sandbox.folder, 'npm') };
    await run('npx', ['--offline', 'onemerge', 'review', '--live', '--output', file], { ...options, codes, env });
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  };
  requireRefusal(await review([2], workflowEnvironment(harness, role, 'somebody/else')));
  requirePrediction(await review([0], workflowEnvironment(harness, role)));
  const post = ['review', 'post', file, '--pull-request', `${number}`, '--head', head];
  await onemerge(harness, post, { seconds: 60, credentials: github.workflow });
  const said = await onemerge(harness, post, { seconds: 60, credentials: github.workflow });
  const [{ body = '' } = {}, ...more] = comments;
  const missing = ['DBInstanceClass', 'resources.limits.memory'].filter((name) => !body.includes(name));
  if (missing.length > 0 || more.length > 0) {
    throw mergeFailed(`the pull request has ${comments.length} comments, and they do not say ${missing.join(', ')}`);
  }
  return `the base is what is deployed; ${said.trim()} ${body.length} characters`;
}

/** A pull request of another repository does not get the role. */
function requireRefusal({ deployed }: Report): void {
  if (deployed?.error === undefined)
    throw mergeFailed('the role of the live review was given to a pull request of another repository');
}

function requirePrediction({ infrastructure, workload, deployed }: Report): void {
  if (deployed?.value?.length !== 0)
    throw mergeFailed(
      `the review says that the base is not what is deployed: ${JSON.stringify(deployed).slice(0, 1000)}`,
    );
  const predicted = [
    ...(infrastructure.value ?? []).map(({ impact, type }) => `${impact} ${type}`),
    ...(workload.value ?? []).map(({ impact, key }) => `${impact} ${key}`),
  ];
  if (predicted.join() !== EXPECTED.join()) throw mergeFailed(`the review predicts ${predicted.join(', ')}`);
}
