import type { Delivery, Webhook } from '../../../cli/connect/github-answers.ts';
import type { Account } from '../../../cli/doctor/account/account.ts';
import type { Database } from '../../../cli/doctor/account/database.ts';
import type { PipelineExecution } from '../../../cli/doctor/account/delivery.ts';
import type { DeployedStack } from '../../../cli/doctor/account/stacks.ts';
import type { AfterDeploy } from '../../../cli/doctor/after/after-deploy.ts';
import type { Answer } from '../../../cli/doctor/after/blog.ts';
import type { ManualApproval } from '../../../cli/shared/manual-approvals.ts';
import { propertiesOf } from '../../../cli/shared/templates.ts';
import type { ConfigInput } from '../../../lib/config/config.ts';
import { ready } from './situation.ts';

const URL = 'https://d111111abcdef8.cloudfront.net';
const OUTPUTS: Readonly<Record<string, string>> = {
  BlogUrl: URL,
  PipelineName: 'fixture-pipeline-1',
  ConnectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1',
};

export const PREFIX_LIST = 'pl-4fa04526';

export const NOW = new Date();

/** So many minutes before now. */
export const ago = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

/** So many days after now. */
export const inDays = (days: number): Date => ago(-days * 24 * 60);

/** The newest commit of the branch. */
const TIP = '3f2a9c81d4e5';

export const EXECUTION: PipelineExecution = {
  id: 'execution-1',
  status: 'Succeeded',
  commit: { hash: TIP, subject: 'Greet the readers' },
  startedAt: ago(10),
  updatedAt: ago(7),
};

export const DATABASE: Database = {
  status: 'available',
  protected: true,
  encrypted: true,
  public: false,
  restorableTo: ago(4),
  keptDays: 7,
  allocatedGiB: 20,
  growsToGiB: 100,
  certificate: { until: inDays(200), authority: 'rds-ca-rsa2048-g1' },
};

export const WEBHOOK: Webhook = {
  id: 7,
  active: true,
  events: ['push'],
  config: { url: `${URL}/hook/${'0bbf8036'.repeat(8)}`, content_type: 'json', insecure_ssl: '0', secret: '********' },
};

/** What GitHub remembers of a delivery, so many minutes ago. */
export const delivery = (minutes: number, status_code: number, status = 'OK'): Delivery => ({
  guid: `delivery ${minutes}`,
  delivered_at: ago(minutes),
  event: 'push',
  status_code,
  status,
  duration: 0.1,
});

/** GitHub with these deliveries of these webhooks. */
export const github =
  (deliveries: readonly Delivery[], webhooks: readonly Webhook[] = [WEBHOOK]): AfterDeploy['github'] =>
  async () => ({ webhooks: async () => webhooks, deliveries: async () => deliveries });

interface Changes {
  readonly account?: { readonly [Name in keyof Account]?: Account[Name] };
  readonly config?: Partial<ConfigInput>;
  readonly visit?: AfterDeploy['visit'];
  readonly certificateEnd?: AfterDeploy['certificateEnd'];
  readonly github?: AfterDeploy['github'];
  /** undefined: nobody sees the repository. */
  readonly tip?: string | undefined;
  /** When the newest commit was made, as this clone knows. */
  readonly committedAt?: Date;
}

/** An answer with these headers. */
export const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  header: (name) => headers[name] ?? '',
});

/** The stacks of the fixture, complete and protected, but for what a test changes of them. */
export const deployedStacks = (changed: Partial<DeployedStack> = {}): DeployedStack[] =>
  [...ready().templates.keys()].map((name) => ({
    name,
    region: 'eu-west-1',
    status: 'CREATE_COMPLETE',
    tags: { 'onemerge:name': 'fixture' },
    outputs: OUTPUTS,
    protected: true,
    ...changed,
  }));

/** What a person was asked an hour ago, and said. */
export const manualApproval = (state: ManualApproval['state']): ManualApproval => ({
  state,
  since: ago(60),
  until: ago(state === 'timed out' ? 1 : -60),
  ...(state === 'awaited' ? {} : { at: ago(1) }),
  ...(state === 'refused' && { by: 'arn:aws:iam::111122223333:user/one', words: 'not on a Friday' }),
});

/** Everything stands and works, but for what a test changes. */
export function standing(changes: Changes = {}): AfterDeploy {
  const { account = {}, config = {}, visit, certificateEnd, committedAt } = changes;
  const tip = 'tip' in changes ? changes.tip : TIP;
  const before = ready({ config, branches: tip === undefined ? undefined : { main: tip } });
  const { templates } = before;
  const origins = propertiesOf(templates, 'AWS::CloudFront::VpcOrigin').map(
    ({ VpcOriginEndpointConfig }) => (VpcOriginEndpointConfig as { Name: string }).Name,
  );
  const good = answer(200, { 'strict-transport-security': 'max-age=31536000', 'x-cache': 'Miss from cloudfront' });
  return {
    config: before.config,
    templates,
    visit: visit ?? (async () => good),
    certificateEnd: certificateEnd ?? (async () => inDays(200)),
    repository: before.repository,
    clone: { committedAt: async () => committedAt },
    github: changes.github ?? github([delivery(60, 200), delivery(90, 502, 'Bad Gateway')]),
    now: NOW,
    account: {
      ...before.account,
      stacks: async () => deployedStacks(),
      physicalIds: async (name) =>
        new Map(Object.keys(templates.get(name)?.Resources ?? {}).map((id) => [id, `physical/${id}`])),
      prefixLists: async () => [PREFIX_LIST],
      ingress: async () => [{ ports: '8080-8081', from: [PREFIX_LIST] }],
      vpcOrigins: async () => origins.map((name) => ({ name, status: 'Deployed' })),
      nodes: async () => [
        { id: 'i-2', since: inDays(-5) },
        { id: 'i-1', since: inDays(-20) },
      ],
      targetStates: async () => ['healthy'],
      connectionStatus: async () => 'AVAILABLE',
      executions: async () => [EXECUTION],
      subscriptions: async () => [{ address: before.config.alarmEmail, confirmed: true }],
      freeAddresses: async (ids) => ids.map((id) => ({ id, free: 240 })),
      database: async () => DATABASE,
      recoveryPoints: async () => [ago(9 * 60)],
      vaultLock: async () => ({ locked: true, minRetentionDays: 30 }),
      databaseSupportEnd: async () => new Date('2032-07-31'),
      stackPolicy: async () => '{"Statement":[{"Effect":"Deny","Action":["Update:Replace"]}]}',
      ...account,
    },
  };
}
