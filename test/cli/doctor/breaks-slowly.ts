import type { AfterDeploy } from '../../../cli/doctor/after/after-deploy.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import { ago, DATABASE, delivery, EXECUTION, github, inDays, standing, WEBHOOK } from './standing.ts';
import type { Wrong } from './wrong.ts';

const noToken: AfterDeploy['github'] = async () => {
  throw new CommandError('No token for github.com: GITHUB_TOKEN is not set, and gh has none', {
    help: 'gh auth login --hostname github.com --scopes admin:repo_hook',
  });
};

const OTHER = 'b'.repeat(40);
const running = { id: 'e', status: 'InProgress', startedAt: ago(1), updatedAt: ago(1) };

const WEBHOOKS: readonly Wrong<AfterDeploy>[] = [
  [
    'webhook',
    'the last deliveries failed',
    standing({
      github: github([
        delivery(5, 502, 'Bad Gateway'),
        delivery(65, 504, 'timed out'),
        delivery(120, 502, 'Bad Gateway'),
        delivery(180, 200),
        delivery(240, 404),
      ]),
    }),
    'bad',
    /^the last 3 deliveries of the webhook 7 failed with 502 \(Bad Gateway\), since \d{4}-\d\d-\d\d \d\d:\d\d UTC: CloudFront gets no answer/,
    /^kubectl -n flux-system describe targetgroupbindings .*; then npx onemerge connect, which sends one more$/,
  ],
  [
    'webhook',
    'one failed, in a moment perhaps',
    standing({ github: github([delivery(5, 503, 'Service Unavailable'), delivery(65, 200)]) }),
    'warning',
    /^the last delivery of the webhook 7 failed with 503 .*, \d{4}-.* UTC: Flux's Receiver is not ready/,
    /^kubectl .*; then npx onemerge connect, which sends one more$/,
  ],
  [
    'webhook',
    'the signature is refused, which no wait mends',
    standing({ github: github([delivery(5, 400, 'Bad Request')]) }),
    'bad',
    /^the last delivery of the webhook 7 failed with 400 .*: Flux refuses the signature/,
    /^kubectl -n flux-system annotate externalsecret webhook-token /,
  ],
  [
    'webhook',
    'GitHub has not reached the blog since it remembers',
    standing({ github: github([delivery(5, 502, 'failed to connect'), delivery(65, 502, 'failed to connect')]) }),
    'bad',
    /^the last 2 deliveries .*: GitHub reached nobody at the blog's address$/,
    /^aws cloudfront list-distributions/,
  ],
  [
    'webhook',
    'somebody removed it',
    standing({ github: github([], [{ ...WEBHOOK, config: { url: 'https://ci.example.com/hook' } }]) }),
    'bad',
    /^no webhook of octo-org\/blog leads to d111111abcdef8\.cloudfront\.net$/,
    /^npx onemerge connect$/,
  ],
  [
    'webhook',
    'somebody switched it off',
    standing({ github: github([], [{ ...WEBHOOK, active: false }]) }),
    'bad',
    /^the webhook 7 is switched off$/,
    /^npx onemerge connect$/,
  ],
  [
    'webhook',
    'it is not told of pushes',
    standing({ github: github([], [{ ...WEBHOOK, events: ['release'] }]) }),
    'bad',
    /^the webhook 7 is not told of pushes$/,
    /^npx onemerge connect$/,
  ],
  [
    'webhook',
    'nobody has a token that may look',
    standing({ github: noToken }),
    'unknown',
    /^nobody asked GitHub: No token for github\.com/,
    /^gh auth login .*; then npx onemerge connect looks as well$/,
  ],
];

const PUSHES: readonly Wrong<AfterDeploy>[] = [
  [
    'pushed',
    'the connection may not read the repository any more',
    standing({ tip: OTHER, committedAt: ago(60) }),
    'bad',
    /^bbbbbbb is the newest of main, and no execution of fixture-pipeline-1 is of it$/,
    /^see whether "AWS Connector for GitHub" may still read .*; then aws codepipeline start-pipeline-execution --region eu-west-1 --name fixture-pipeline-1$/,
  ],
  [
    'pushed',
    'the commit is of a moment ago',
    standing({ tip: OTHER, committedAt: ago(1) }),
    'warning',
    / is of it yet$/,
    /^wait a minute/,
  ],
  [
    'pushed',
    'the clone does not have the commit, and so not its age',
    standing({ tip: OTHER }),
    'warning',
    /; how old it is, this clone does not know$/,
    /^git fetch, then/,
  ],
  [
    'pushed',
    'the handshake was never finished',
    standing({ account: { executions: async () => [{ ...running, status: 'Failed' }] } }),
    'bad',
    /^no execution of fixture-pipeline-1 has read a commit yet$/,
    /^npx onemerge connect$/,
  ],
  [
    'pushed',
    'nobody sees the branch',
    standing({ tip: undefined }),
    'unknown',
    /^the branch main of octo-org\/blog cannot be read$/,
    /doctor --before-deploy/,
  ],
];

/** What works on the day of the deployment and breaks by itself later, each as the doctor tells it. */
export const BREAKS_SLOWLY: readonly Wrong<AfterDeploy>[] = [
  ...WEBHOOKS,
  ...PUSHES,
  [
    'database',
    'RDS has not renewed its certificate',
    standing({
      account: {
        database: async () => ({ ...DATABASE, certificate: { until: inDays(20), authority: 'rds-ca-rsa2048-g1' } }),
      },
    }),
    'bad',
    /^the certificate of physical\/\w+ ends on \d{4}-.*, and RDS has not renewed it$/,
    /^aws rds modify-db-instance .* --ca-certificate-identifier rds-ca-rsa2048-g1 --apply-immediately$/,
  ],
  [
    'nodes',
    'EKS replaces one no more',
    standing({ account: { nodes: async () => ['i-new', 'i-old'].map((id, at) => ({ id, since: inDays(-22 * at) })) } }),
    'bad',
    /^2 run, the oldest \(i-old\) since \d{4}-\d\d-\d\d, longer than 21 days$/,
    /^kubectl describe nodeclaims$/,
  ],
  [
    'nodes',
    'none runs',
    standing({ account: { nodes: async () => [] } }),
    'bad',
    /^no node of fixture runs$/,
    /^kubectl describe nodepool workloads$/,
  ],
  [
    'quotas',
    'no build may run any more',
    standing({ account: { quota: async ({ service }) => (service === 'codebuild' ? 0 : 5) } }),
    'bad',
    /^builds on small ARM machines: the account may run 0, and 1 are needed$/,
    /servicequotas\/home\/services\/codebuild\/quotas$/,
  ],
  [
    'quotas',
    'others have used one up',
    standing({ account: { vpcs: async () => 5 } }),
    'warning',
    /^used up: VPCs 5 of 5; a merge that needs another one will be rolled back$/,
    /services\/vpc\/quotas$/,
  ],
  [
    'kubernetes',
    'it has left standard support',
    standing({
      account: { kubernetesVersion: async () => ({ status: 'EXTENDED_SUPPORT', endOfStandardSupport: ago(60) }) },
    }),
    'bad',
    / has left standard support on \d{4}-/,
    /KUBERNETES_VERSION in lib\/versions\.ts$/,
  ],
  [
    'mysql',
    'it has left standard support',
    standing({ account: { databaseSupportEnd: async () => ago(60) } }),
    'bad',
    /^8\.4 has left standard support on \d{4}-/,
    /docs\/operations\.md/,
  ],
  [
    'mysql',
    'it leaves standard support this season',
    standing({ account: { databaseSupportEnd: async () => inDays(80) } }),
    'warning',
    /^8\.4, in standard support until \d{4}-/,
    /docs\/operations\.md/,
  ],
];

/** Situations in which a push that has no execution yet is no fault, by what they are. */
export const NO_FAULT: Readonly<Record<string, AfterDeploy>> = {
  'an execution has begun and has not read its source': standing({
    tip: OTHER,
    committedAt: ago(60),
    account: { executions: async () => [running, EXECUTION] },
  }),
  'commits are promoted to this environment': (() => {
    const it = standing({ tip: OTHER, committedAt: ago(60) });
    return { ...it, config: { ...it.config, environment: { name: 'production', after: 'staging', all: {} } } };
  })(),
};
