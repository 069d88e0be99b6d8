import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/setup.ts';
import { Deployed, type StackContent } from '../deployed-stack/deployed.ts';
import { build } from './build.ts';
import { buildCredentials } from './credentials.ts';
import { pipelineDefinition } from './definition.ts';
import { type AskAws, ledgerOf } from './ledger.ts';
import type { NodeAtHand } from './node-versions.ts';
import { PipelineRunner } from './runner.ts';
import { cloneFromGitHub, headOf } from './source.ts';

export interface PipelineOptions {
  readonly account: string;
  readonly region: string;
  /** What the logical id of the pipeline begins with. @default the one that deploys */
  readonly prefix?: string;
  /** The Pipeline stack as it is deployed at this moment. */
  readonly stack: () => Promise<StackContent>;
  /** Whether the handshake of this connection is done. */
  readonly connected: (connectionArn: string) => Promise<boolean>;
  /** What the connection signs in to Git with, as variables of Git. */
  readonly connection: Readonly<Record<string, string>>;
  /** Asks the AWS emulator. */
  readonly askAws: AskAws;
  /** Added to the environment of builds besides the sandbox's trust: AWS_ENDPOINT_URL, npm_config_cache. */
  readonly env: Readonly<Record<string, string>>;
  /** Versions of Node.js that builds can switch to, besides the one that runs this. */
  readonly nodes: readonly NodeAtHand[];
}

/** The pipeline of a sandbox. */
export interface SandboxPipeline {
  readonly runner: PipelineRunner;
  readonly stop: () => void;
}

/** Runs the pipeline that the stack defines, in the sandbox: what pushes start, and what clients of AWS start. */
export function startPipeline(sandbox: Sandbox, options: PipelineOptions): SandboxPipeline {
  const { account, region } = options;
  const own = { version: process.versions.node, program: process.execPath };
  const { PATH: _path, ...trust } = sandbox.env; // a build finds the sandbox's servers trustworthy, and not its programs
  const nodes = [own, ...options.nodes];
  const { connection } = options;
  const env = { ...trust, ...options.env };
  const surroundings = { account, region, env, nodes, connection, fetchSource: cloneFromGitHub(connection) };
  const runner = new PipelineRunner({
    definition: async () => pipelineDefinition(new Deployed(await options.stack()), options.prefix),
    connected: options.connected,
    head: (repository, branch) => headOf(connection, repository, branch),
    ledger: ledgerOf(options.askAws),
    build: async ({ definition, executionId, commit, variables, started }) => {
      const { project } = definition;
      const folder = join(sandbox.shortLived, 'builds', executionId);
      const log = sandbox.log(`build-${executionId}`);
      await mkdir(folder, { recursive: true });
      started(log);
      const credentials = () =>
        buildCredentials(options.askAws, {
          roleArn: project.role.startsWith('arn:') ? project.role : `arn:aws:iam::${account}:role/${project.role}`,
          projectArn: `arn:aws:codebuild:${region}:${account}:project/${project.name}`,
          session: `AWSCodeBuild-${executionId}`,
        });
      const order = { definition, buildId: `${project.name}:${executionId}`, commit, variables, folder, log };
      try {
        return await build(order, { ...surroundings, credentials });
      } finally {
        await rm(folder, { recursive: true, force: true }); // half a gigabyte; the log stays
      }
    },
  });
  const stopped = new AbortController();
  void runner.follow(stopped.signal);
  return { runner, stop: () => stopped.abort() };
}
