import { appendFileSync, cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodeStarConnectionsClient, GetConnectionCommand } from '@aws-sdk/client-codestar-connections';
import { type Aws, REGION } from '../fakes/aws/start.ts';
import { type SandboxPipeline, startPipeline } from '../fakes/codepipeline/start.ts';
import { readStack } from '../fakes/deployed-stack/read-stack.ts';
import { gitEnvironment } from '../fakes/github/git-password.ts';
import type { SandboxGitHub } from '../fakes/github/start.ts';
import { NPM } from '../sandbox/npm-upstream.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { BUILD_NODE } from '../shared/build-versions.ts';
import { REPOSITORY } from './project.ts';

/** After how many milliseconds each push has been told of that a merge has made. */
const HEARD_MS = 1000;

/** The deployed pipeline, and the pushes that it hears of. */
export interface HarnessPipeline extends SandboxPipeline {
  /** Does something whose pushes start no execution: for scenarios about the other half, which a queue of builds would delay. */
  readonly paused: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Runs the deployed pipeline: what pushes start once the handshake is done, and what clients of AWS start.
 * @param installation the `name` of its config, which its stack begins with
 */
export function runPipeline(
  sandbox: Sandbox,
  installation: string,
  aws: Aws,
  { fake: github, gitToken }: SandboxGitHub,
): HarnessPipeline {
  const stack = `${installation}-pipeline`;
  const pipeline = followPipeline(sandbox, installation, aws, gitToken);
  const { owner, name } = REPOSITORY;
  let listening = true;
  github.onPush(({ ref, after }) => {
    const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
    if (!listening || !branch) return;
    // Before the first deployment there is no pipeline that could hear of a push: the log tells, and nobody minds.
    const said = (what: unknown) =>
      appendFileSync(
        sandbox.log('pipeline'),
        `${new Date().toISOString()} ${stack}: push of ${after} to ${branch}: ${what}\n`,
      );
    pipeline.runner.push(`${owner}/${name}`, branch, after).then(
      (id) => said(id ? `starts ${id}` : 'starts nothing'),
      (error: unknown) => said(error),
    );
  });
  return {
    runner: pipeline.runner,
    paused: async (work) => {
      listening = false;
      try {
        return await work();
      } finally {
        await sleep(HEARD_MS); // a push at the end of the work is told a moment after its merge is answered
        listening = true;
      }
    },
    stop: () => {
      listening = false;
      pipeline.stop();
    },
  };
}

/**
 * Runs a pipeline of the stack by what clients of AWS start, and by no push.
 * @param gitToken what the connection signs in to Git with
 * @param prefix what its logical id begins with
 */
export function followPipeline(
  sandbox: Sandbox,
  installation: string,
  aws: Aws,
  gitToken: string,
  prefix?: string,
): SandboxPipeline {
  const stacks = new CloudFormationClient(aws.client);
  const connections = new CodeStarConnectionsClient(aws.client);
  return startPipeline(sandbox, {
    account: aws.account,
    region: REGION,
    ...(prefix !== undefined && { prefix }),
    stack: () => readStack(stacks, `${installation}-pipeline`),
    connected: async (arn) => {
      const { Connection } = await connections.send(new GetConnectionCommand({ ConnectionArn: arn }));
      return Connection?.ConnectionStatus === 'AVAILABLE';
    },
    connection: gitEnvironment(gitToken),
    askAws: aws.ask,
    env: { ...withoutKeys(aws.env), ...npmEnvironment(sandbox) },
    nodes: [{ version: BUILD_NODE, program: join(sandbox.plan.cache.buildNode, 'bin/node') }],
  });
}

/**
 * Where builds have npm's packages from: those of the lockfile from a copy of the cache, which goes with the sandbox; others,
 * which a pull request brings, from the machine's registry if it answers. Its answers and a lockfile may name other hosts.
 */
function npmEnvironment(sandbox: Sandbox): Readonly<Record<string, string>> {
  const folder = join(sandbox.folder, 'npm-of-builds');
  if (!existsSync(folder))
    cpSync(join(sandbox.plan.cache.npmCache, '_cacache'), join(folder, '_cacache'), { recursive: true });
  const source: Readonly<Record<string, string>> =
    sandbox.plan.upstream[NPM] === undefined
      ? { npm_config_offline: 'true' }
      : {
          npm_config_prefer_offline: 'true',
          npm_config_registry: `https://${NPM}/`,
          npm_config_replace_registry_host: 'always',
        };
  // The way out only reads, and gives packages: no advisories, and no news of npm itself.
  return { npm_config_cache: folder, npm_config_audit: 'false', npm_config_update_notifier: 'false', ...source };
}

/** A build signs with its role's keys, and not with the root's. */
function withoutKeys(env: Readonly<Record<string, string>>): Record<string, string> {
  const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...rest } = env;
  return rest;
}
