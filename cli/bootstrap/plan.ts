import { bootstrapNames } from '../../lib/bootstrap/names.ts';
import {
  type Bounded,
  type PolicyDocument,
  type PolicyFile,
  policyDocument,
  zoneOf,
} from '../../lib/bootstrap/policies.ts';
import { CERTIFICATE_REGION, makesCertificate, regionsOf } from '../../lib/config/certificate-region.ts';

/** What a bootstrap makes or brings up to date. */
export interface Plan {
  readonly account: string;
  readonly region: string;
  readonly qualifier: string;
  readonly policies: readonly PlannedPolicy[];
  /** The CDK's commands, in order: the words after `npx cdk`. */
  readonly commands: readonly (readonly string[])[];
}

interface PlannedPolicy {
  readonly name: string;
  /** Where it is written, to be changed in a pull request. */
  readonly file: string;
  /** What it is for. */
  readonly limits: string;
  readonly document: PolicyDocument;
}

/** The CDK app that holds the policies, and nothing else. */
const APP = 'node --import tsx bin/bootstrap.ts';

/**
 * What is to be done in an account. Asks nothing.
 * @param account twelve digits
 * @param asks whether the CDK asks before it changes a policy
 */
export function planBootstrap(config: Bounded, account: string, asks: boolean): Plan {
  const { qualifier, toolkitStack, boundary, execution } = bootstrapNames(config);
  const planned = (name: string, file: PolicyFile, limits: string): PlannedPolicy => ({
    name,
    file: `lib/bootstrap/${file}.json`,
    limits,
    document: policyDocument(file, config, account),
  });
  const zone = zoneOf(config);
  const executing = [
    planned(execution.iam, 'execution-iam', 'which roles CloudFormation may make, each within that boundary'),
    planned(execution.app, 'execution-app', 'what else CloudFormation may make, change and delete'),
    ...(zone
      ? [planned(execution.dns, 'execution-dns', `that it may write addresses in the hosted zone ${zone}`)]
      : []),
    ...(config.monthlyBudget === undefined
      ? []
      : [planned(execution.budget, 'execution-budget', 'that it may make a budget of the name')]),
    ...(config.cdnMetrics === 'on'
      ? [
          planned(
            execution.metrics,
            'execution-metrics',
            'that it may turn metrics of CloudFront distributions on and off',
          ),
        ]
      : []),
    ...(config.driftCheck === 'weekly'
      ? [planned(execution.drift, 'execution-drift', 'that it may have a schedule start the look for drift')]
      : []),
    ...(config.backupVault === undefined
      ? []
      : [planned(execution.backup, 'execution-backup', 'that it may make a vault of backups, with exactly this lock')]),
  ];
  const certifying = makesCertificate(config)
    ? [planned(execution.certificate, 'execution-certificate', `the blog's certificate, in ${CERTIFICATE_REGION}`)]
    : [];
  const bootstrapOf = (region: string, policies: readonly PlannedPolicy[]) => [
    // Of an app that is quickly read: the blog's own says nothing that is not said here.
    ...['bootstrap', '--app', APP, `aws://${account}/${region}`, '--qualifier', qualifier],
    ...['--toolkit-stack-name', toolkitStack, '--termination-protection'],
    ...['--cloudformation-execution-policies', policies.map(({ name }) => arnOf(account, name)).join(',')],
  ];
  const elsewhere = regionsOf(config).slice(1);
  const here = elsewhere.length === 0 ? [...executing, ...certifying] : executing;
  return {
    account,
    region: config.region,
    qualifier,
    policies: [planned(boundary, 'boundary', 'what any role of the app may do at most'), ...executing, ...certifying],
    commands: [
      ['deploy', '--app', APP, '--all', '--require-approval', asks ? 'any-change' : 'never'],
      bootstrapOf(config.region, here),
      ...elsewhere.map((region) => bootstrapOf(region, certifying)),
    ],
  };
}

const arnOf = (account: string, policy: string): string => `arn:aws:iam::${account}:policy/${policy}`;

/** The plan for a person, a line each. */
export function planLines({ account, region, qualifier, policies, commands }: Plan): string[] {
  const width = Math.max(...policies.map(({ name }) => name.length));
  return [
    `Account     ${account}, region ${region}`,
    `Qualifier   ${qualifier}: other CDK apps of the account keep their own bootstrap`,
    ...policies.map(({ name, file, limits }) => `Policy      ${name.padEnd(width)}  ${limits} (${file})`),
    ...commands.map((words) => `Runs        ${['npx', 'cdk', ...words].map(quoted).join(' ')}`),
  ];
}

const quoted = (word: string): string => (/[\s"']/.test(word) ? `'${word}'` : word);
