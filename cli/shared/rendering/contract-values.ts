import { loadInstallations } from '../../../lib/config/load.ts';
import { type Settings, targetGroupSetting } from '../../../lib/settings.ts';
import type { Values } from './render.ts';

const targetGroup = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;

/** The config's own, so that manifests find the settings of the services that they belong to; none while it has faults, which its own check names. */
const services = await loadInstallations().then(
  (all) => [...new Set(all.flatMap(({ services }) => Object.keys(services)))],
  () => [],
);

/** A value of the right shape for every setting. None of them exists. */
export const CONTRACT_VALUES: Settings = {
  AWS_REGION: 'eu-west-1',
  SITE_URL: 'https://d111111abcdef8.cloudfront.net',
  SITE_HOST: 'd111111abcdef8.cloudfront.net',
  OWNER_EMAIL: 'owner@example.com',
  OWNER_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:owner-AbCdEf',
  MAIL: 'off',
  MAIL_SECRET_ARN: 'none',
  SOCIAL_WEB_DISABLED: 'true',
  DATABASE_HOST: 'database.abcdefghijkl.eu-west-1.rds.amazonaws.com',
  DATABASE_PORT: '3306',
  DATABASE_NAME: 'ghost',
  DATABASE_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:database-AbCdEf',
  DATABASE_CA_BUNDLE: Buffer.from('-----BEGIN CERTIFICATE-----\n').toString('base64'),
  CONTENT_FILE_SYSTEM_ID: 'fs-0123456789abcdef0',
  CONTENT_ACCESS_POINT_ID: 'fsap-0123456789abcdef0',
  CONTENT_VOLUME: 'content',
  GHOST_TARGET_GROUP_ARN: targetGroup('ghost'),
  WEBHOOK_TARGET_GROUP_ARN: targetGroup('webhook'),
  WEBHOOK_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:webhook-AbCdEf',
  CLUSTER_DNS_ADDRESS: '172.20.0.10',
  VPC_CIDR: '10.0.0.0/16',
  // Written with LOGS alone, and read by nothing without it.
  LOG_GROUP: 'example-ghost-LogsGroup0123ABCD-AbCdEfGhIjKl',
  LOG_STREAM: 'example-ghost-LogsStream0123ABCD-AbCdEfGhIjKl',
  ...Object.fromEntries(services.map((name) => [targetGroupSetting(name), targetGroup(name)])),
};

/** The same with mail configured. */
export const CONTRACT_VALUES_WITH_MAIL: Settings = {
  ...CONTRACT_VALUES,
  MAIL: 'on',
  MAIL_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail-AbCdEf',
};

/** The same of a private repository. */
export const CONTRACT_VALUES_OF_PRIVATE: Settings = { ...CONTRACT_VALUES, EXTERNAL_SECRETS_BY: 'cdk' };

/** The same with the logs of pods kept. */
export const CONTRACT_VALUES_WITH_LOGS: Settings = { ...CONTRACT_VALUES, LOGS: 'on', LOGS_AFTER: 'operators-configs' };

/** The same with what is known of pods. */
export const CONTRACT_VALUES_WITH_POD_METRICS: Settings = { ...CONTRACT_VALUES_WITH_LOGS, LOGS: 'metrics' };

/** Every way in which what the config leaves out or names changes what Flux applies. */
export const ALL_CONTRACT_VALUES: readonly Values[] = [
  { ...CONTRACT_VALUES },
  { ...CONTRACT_VALUES_WITH_MAIL },
  { ...CONTRACT_VALUES_OF_PRIVATE },
  { ...CONTRACT_VALUES_WITH_LOGS },
  { ...CONTRACT_VALUES_WITH_POD_METRICS },
];
