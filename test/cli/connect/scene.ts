import { createHmac } from 'node:crypto';
import { openAws } from '../../../cli/connect/aws.ts';
import type { Clock } from '../../../cli/connect/clock.ts';
import { type ConnectOptions, type ConnectReport, connect } from '../../../cli/connect/connect.ts';
import { GitHubRepository } from '../../../cli/connect/github.ts';
import { receiverPath } from '../../../cli/connect/receiver.ts';
import { answerApi } from '../../../rehearsal/fakes/github/api.ts';
import { selfMadeCertificate } from '../../../rehearsal/fakes/github/certificate.ts';
import { FakeGitHub } from '../../../rehearsal/fakes/github/github.ts';
import { type Heard, type Listener, startListener } from '../../../rehearsal/fakes/github/listener.ts';
import { type AwsAccount, startAwsAccount } from './aws-account.ts';

const NAME = 'fixture';
export const TOKEN = 'Zq3TokenOfTheWebhookInSecretsManager1234';
export const REGION = 'eu-west-1';
const SECRET_ARN = `arn:aws:secretsmanager:${REGION}:111122223333:secret:Webhook-AbCdEf`;
const CONNECTION_ARN = `arn:aws:codeconnections:${REGION}:111122223333:connection/aaaa`;
export const certificate = selfMadeCertificate();

/** A deployed blog, its repository on the fake GitHub, and a clock that does not wait. */
export interface Scene {
  readonly aws: AwsAccount;
  readonly github: FakeGitHub;
  /** What answers at the blog's address. */
  readonly blog: Listener;
  /** Requests that GitHub's REST API got, as `METHOD /path`. */
  readonly requests: string[];
  /** What GitHub's REST API is asked by. */
  readonly fetch: typeof globalThis.fetch;
  /** What the command said. */
  readonly said: string[];
  /** What Flux would answer; a test may replace it. */
  flux: (heard: Heard) => number;
  /** The address of the webhook as it should be. */
  readonly hookUrl: string;
  readonly run: (options?: Partial<ConnectOptions>) => Promise<ConnectReport>;
  readonly close: () => void;
}

/** As Flux does: 404 for a path without a Receiver, 400 for a wrong signature, else 200. */
export function fluxWith(token: string): Scene['flux'] {
  return ({ path, headers, body }) => {
    if (path !== receiverPath(token)) return 404;
    const signature = `sha256=${createHmac('sha256', token).update(body).digest('hex')}`;
    return headers['x-hub-signature-256'] === signature ? 200 : 400;
  };
}

/** Makes AWS's clients ask this account, whatever the environment of the test run says. */
function useAccount({ url }: AwsAccount): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, awsEnvironment(url));
}

export const awsEnvironment = (url: string) => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
});

export interface SceneOptions {
  readonly private?: boolean;
  /** The App of the config. */
  readonly app?: { readonly id: number; readonly installation: number };
  readonly scopes?: readonly string[];
  readonly owner?: string;
  readonly name?: string;
  /** The config's `name`, which the stacks' names begin with. */
  readonly stacks?: string;
}

export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const { owner = 'octo-org', name = 'blog', stacks = NAME, scopes = ['repo'] } = options;
  const aws = await startAwsAccount();
  useAccount(aws);
  const blog = await startListener(certificate, (heard) => scene.flux(heard));
  aws.stacks = {
    [`${stacks}-ghost`]: { BlogUrl: blog.url, WebhookSecretArn: SECRET_ARN },
    [`${stacks}-pipeline`]: { PipelineName: 'fixture-pipeline', ConnectionArn: CONNECTION_ARN },
  };
  aws.secret = JSON.stringify({ token: TOKEN });
  const github = new FakeGitHub({
    repository: { owner, name, defaultBranch: 'main', bare: '/nowhere', private: options.private ?? false },
    tokens: { 'a-token': scopes },
    ca: certificate.certificate,
  });
  const requests: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    requests.push(`${request.method} ${new URL(request.url).pathname}`);
    return await answerApi(github, request);
  };
  const said: string[] = [];
  const repository = new GitHubRepository({ owner, name, token: 'a-token', baseUrl: 'https://api.github.com', fetch });
  const scene: Scene = {
    aws,
    github,
    blog,
    requests,
    fetch,
    said,
    flux: fluxWith(TOKEN),
    hookUrl: `${blog.url}${receiverPath(TOKEN)}`,
    run: async (changes = {}) =>
      await connect(
        {
          name: NAME,
          repository: { owner, name, branch: 'main', ...(options.app && { app: { ...options.app, reports: 'off' } }) },
        },
        {
          aws: openAws(REGION),
          github: repository,
          clock: hurriedClock(github),
          say: (label, text) => said.push(`${label}: ${text}`),
          checkApp: async () => undefined,
          ask: async (url) => scene.flux({ method: 'POST', path: new URL(url).pathname, headers: {}, body: '' }),
          seconds: 600,
          waitForPerson: false,
          ...changes,
        },
      ),
    close: () => {
      blog.close();
      aws.close();
    },
  };
  return scene;
}

/** A clock on which sleeping takes no time, but for what GitHub has under way. */
function hurriedClock(github: FakeGitHub): Clock {
  let now = 0;
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      await github.settled();
    },
  };
}
