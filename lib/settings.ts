import type { Config } from './config/config.ts';
import { shortHash } from './short-hash.ts';

/**
 * Everything that infrastructure tells the workload: the data of the ConfigMap `flux-system/settings`.
 * Flux substitutes each key, written `${KEY}`, into the manifests of `gitops/`. This type is the only seam
 * between the two halves; `test/contract.test.ts` compares it with the manifests, both ways.
 * All values are strings, because the data of a ConfigMap are.
 */
export interface Settings {
  /** AWS region, for example `eu-west-1`. */
  readonly AWS_REGION: string;
  /** The blog's public URL without a trailing slash: `https://d111111abcdef8.cloudfront.net`. */
  readonly SITE_URL: string;
  /** The host name in SITE_URL; probes send it so that Ghost does not redirect them. */
  readonly SITE_HOST: string;
  /** The e-mail address of the blog's owner. */
  readonly OWNER_EMAIL: string;
  /** ARN of the secret that holds the owner's first password: JSON with the key `password`. */
  readonly OWNER_SECRET_ARN: string;
  /** `cdk` when CDK installs External Secrets, for a private repository; left out when Flux does. Selects `gitops/operators/controllers/by-cdk` or `by-flux`. */
  readonly EXTERNAL_SECRETS_BY?: 'cdk';
  /**
   * `on` when the config keeps the logs of pods, `metrics` when it shows what pods use as well; left out when it does neither. Selects
   * `gitops/apps/logs/collector-on`, `collector-metrics` or `collector-off`.
   */
  readonly LOGS?: 'on' | 'metrics';
  /** What the collector comes after, then; left out with LOGS: that there is none is made sure of when the blog is there. */
  readonly LOGS_AFTER?: 'operators-configs';
  /** Log group and stream of CloudWatch that take them; left out with LOGS. */
  readonly LOG_GROUP?: string;
  readonly LOG_STREAM?: string;
  /** `on` when the config names a mail secret, else `off`. Selects `gitops/apps/ghost/mail-on` or `mail-off`. */
  readonly MAIL: 'on' | 'off';
  /** ARN of the mail secret (JSON: host, port, user, password, from), or `none` when MAIL is off. */
  readonly MAIL_SECRET_ARN: string;
  /** `false` when the config turns Ghost's social web on, else `true`: Ghost must not offer what nothing leads to. */
  readonly SOCIAL_WEB_DISABLED: 'true' | 'false';
  /** Host name of the database. */
  readonly DATABASE_HOST: string;
  /** TCP port of the database. */
  readonly DATABASE_PORT: string;
  /** Name of the schema that Ghost uses. */
  readonly DATABASE_NAME: string;
  /** ARN of the secret that RDS keeps of the database's master: JSON with the keys `username` and `password`. */
  readonly DATABASE_SECRET_ARN: string;
  /** The certificate authorities that may sign the database's certificate: PEM blocks, base64-encoded onto one line. */
  readonly DATABASE_CA_BUNDLE: string;
  /** EFS file system of Ghost's content folder, `fs-...`. */
  readonly CONTENT_FILE_SYSTEM_ID: string;
  /** EFS access point of Ghost's content folder, `fsap-...`. */
  readonly CONTENT_ACCESS_POINT_ID: string;
  /** The claim of that folder, `content`; after a restore another one, because a volume cannot be changed to show another folder. */
  readonly CONTENT_VOLUME: string;
  /** ARN of the target group that Ghost's pods join. */
  readonly GHOST_TARGET_GROUP_ARN: string;
  /** ARN of the target group that Flux's webhook receiver joins. */
  readonly WEBHOOK_TARGET_GROUP_ARN: string;
  /** ARN of the secret that holds the webhook's token: JSON with the key `token`. */
  readonly WEBHOOK_SECRET_ARN: string;
  /** Address of the cluster's DNS service. Auto Mode runs no DNS pods, so network policies name the address. */
  readonly CLUSTER_DNS_ADDRESS: string;
  /** IPv4 range of the VPC: where load balancer and database live. */
  readonly VPC_CIDR: string;
}

/**
 * The setting that each service of the config adds to those above: the ARN of the target group that its pods join.
 * @param name as the config has it: `hello` gives `HELLO_TARGET_GROUP_ARN`
 */
export const targetGroupSetting = (name: string): string =>
  `${name.toUpperCase().replaceAll('-', '_')}_TARGET_GROUP_ARN`;

/** Where the settings live in the cluster. The manifests name both in `substituteFrom`. */
export const SETTINGS_CONFIG_MAP = { name: 'settings', namespace: 'flux-system' } as const;

/** The settings that the config alone decides: they are known before anything is deployed. */
export function configuredSettings({ region, blog, repository, restore, logs }: Config) {
  return {
    AWS_REGION: region,
    OWNER_EMAIL: blog.ownerEmail,
    MAIL: blog.mailSecretArn === undefined ? 'off' : 'on',
    MAIL_SECRET_ARN: blog.mailSecretArn ?? 'none',
    ...(repository.app && { EXTERNAL_SECRETS_BY: 'cdk' }),
    ...(logs && { LOGS: logs.podMetrics === 'on' ? 'metrics' : 'on', LOGS_AFTER: 'operators-configs' }),
    SOCIAL_WEB_DISABLED: blog.socialWeb === 'on' ? 'false' : 'true',
    CONTENT_VOLUME: restore.content === undefined ? 'content' : `content-${shortHash(restore.content)}`,
  } as const satisfies Partial<Settings>;
}
