import { CfnOutput, type CfnResource, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { type IRole, Role } from 'aws-cdk-lib/aws-iam';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Config } from './config/config.ts';
import { databaseRoots } from './config/database-roots.ts';
import type { BlogMetrics } from './constructs/alarms/blog-alarms.ts';
import { ContentDelivery } from './constructs/content-delivery.ts';
import { ContentFileSystem } from './constructs/content-file-system.ts';
import { DnsRecords } from './constructs/dns-records.ts';
import { GeneratedSecret } from './constructs/generated-secret.ts';
import { InternalLoadBalancer } from './constructs/internal-load-balancer.ts';
import type { MySqlDatabase } from './constructs/mysql-database.ts';
import { PodIdentityRole } from './constructs/pod-identity-role.ts';
import { PodLogs } from './constructs/pod-logs.ts';
import { SettingsConfigMap } from './constructs/settings-config-map.ts';
import { EXTERNAL_SECRETS, GHOST_PORT, GHOST_USER_ID, WEBHOOK_PORT } from './names.ts';
import { configuredSettings, targetGroupSetting } from './settings.ts';

export interface GhostStackProps extends StackProps {
  readonly config: Config;
  readonly vpc: IVpc;
  /** The VPC's IPv4 range. */
  readonly vpcCidr: string;
  readonly cluster: ICluster;
  /** Address of the cluster's DNS service. */
  readonly dnsAddress: string;
  readonly database: MySqlDatabase;
  /** For the names of the config, unless it names one itself. */
  readonly certificate: ICertificate | undefined;
  /** What External Secrets reads secrets with, where it is there already; otherwise that is made here. */
  readonly secretsReader: IRole | undefined;
  /** Fingerprint of the infrastructure up to this stack, which stands once the settings say so; a draft has none. */
  readonly infrastructure: string | undefined;
}

type Domain = NonNullable<Config['blog']['domain']>;

/** Everything between a reader and the Ghost pod, and the settings that tell the workload where it is. */
export class GhostStack extends Stack {
  /** What holds the data of its users. */
  readonly data: CfnResource;

  /** Names by which CloudWatch knows the way to the blog. */
  readonly watched: BlogMetrics;
  /** Name of the log group with what pods write; none where nobody keeps it. */
  readonly podLogs: string | undefined;

  /** The file system of the uploads. */
  readonly fileSystemArn: string;

  constructor(scope: Construct, id: string, props: GhostStackProps) {
    super(scope, id, props);
    const { config, vpc, cluster, database } = props;
    const { domain } = config.blog;

    const restored = config.restore.content;
    const content = new ContentFileSystem(this, 'Content', { vpc, cluster, userId: GHOST_USER_ID, restored });
    this.data = content.data;
    this.fileSystemArn = content.data.attrArn;
    const balancer = new InternalLoadBalancer(this, 'LoadBalancer', {
      vpc,
      cluster,
      ghostPort: GHOST_PORT,
      webhookPort: WEBHOOK_PORT,
      services: config.services,
    });
    const cdn = new ContentDelivery(this, 'Cdn', {
      loadBalancer: balancer.loadBalancer,
      ghostPort: balancer.ports.ghost,
      webhookPort: balancer.ports.webhook,
      services: config.services,
      socialWeb: config.blog.socialWeb === 'on',
      metrics: config.cdnMetrics === 'on',
      webAclArn: config.blog.webAclArn,
      accessLogDays: config.blog.accessLogs?.keepDays,
      domain: domain && { ...domain, certificate: this.certificate(domain, props.certificate) },
    });
    this.watched = { ...balancer.metricNames, distributionId: cdn.distribution.distributionId };
    const cloudFrontName = cdn.distribution.distributionDomainName;
    const host = domain?.name ?? cloudFrontName;
    if (domain) this.leadNames(domain, cdn.distribution);

    const owner = new GeneratedSecret(this, 'Owner', { key: 'password', description: 'First password of the owner' });
    const webhook = new GeneratedSecret(this, 'Webhook', { key: 'token', description: 'Signs the push webhook' });
    const mail = this.mailSecret(config.blog.mailSecretArn);

    const secretsReader =
      props.secretsReader === undefined
        ? new PodIdentityRole(this, 'ExternalSecrets', { cluster, ...EXTERNAL_SECRETS }).role
        : // By its name, so that what it may read is a policy of this stack and not of the one that made it.
          Role.fromRoleName(this, 'SecretsReader', props.secretsReader.roleName);
    database.grantConnect(cluster.clusterSecurityGroup, secretsReader);
    for (const secret of [owner, webhook, mail]) secret?.grantRead(secretsReader);

    const logs = config.logs && new PodLogs(this, 'Logs', { cluster, keepDays: config.logs.keepDays });
    this.podLogs = logs?.group;

    const everythingElse = this.node.children;
    const settings = new SettingsConfigMap(this, 'Settings', {
      cluster,
      infrastructure: props.infrastructure,
      settings: {
        ...configuredSettings(config),
        SITE_URL: `https://${host}`,
        SITE_HOST: host,
        OWNER_SECRET_ARN: owner.secretArn,
        DATABASE_HOST: database.host,
        DATABASE_PORT: database.port,
        DATABASE_NAME: database.schema,
        DATABASE_SECRET_ARN: database.secret.secretArn,
        DATABASE_CA_BUNDLE: base64(config.database.certificateAuthorities ?? databaseRoots(config.region)),
        CONTENT_FILE_SYSTEM_ID: content.fileSystemId,
        CONTENT_ACCESS_POINT_ID: content.accessPointId,
        GHOST_TARGET_GROUP_ARN: balancer.ghost.targetGroupArn,
        WEBHOOK_TARGET_GROUP_ARN: balancer.webhook.targetGroupArn,
        WEBHOOK_SECRET_ARN: webhook.secretArn,
        CLUSTER_DNS_ADDRESS: props.dnsAddress,
        VPC_CIDR: props.vpcCidr,
        ...(logs && { LOG_GROUP: logs.group, LOG_STREAM: logs.stream }),
        ...targetGroupSettings(balancer.services),
      },
    });
    // The workload starts when the settings appear, so they come last: a pod must not be older than its identity.
    settings.node.addDependency(...everythingElse);

    this.output('BlogUrl', 'The blog', `https://${host}`);
    this.output('OwnerSecretArn', "The owner's first password: JSON, key password", owner.secretArn);
    this.output('WebhookSecretArn', "The push webhook's token: JSON, key token", webhook.secretArn);
    if (logs) this.output('LogGroup', 'What pods have written', logs.group);
  }

  private certificate({ certificateArn }: Domain, made: ICertificate | undefined): ICertificate {
    if (certificateArn !== undefined) return Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    if (made) return made;
    throw new Error('A domain without certificateArn needs the certificate that lib/app.ts makes for it.');
  }

  /** By Route 53, or by whoever keeps the names: the records are outputs then. */
  private leadNames({ name, redirectFrom, hostedZone }: Domain, distribution: IDistribution): void {
    const names = [name, ...redirectFrom];
    const target = distribution.distributionDomainName;
    // It stays when the domain changes, so the webhook uses it.
    this.output('CloudFrontUrl', "The blog by CloudFront's own name, which the webhook uses", `https://${target}`);
    if (hostedZone) new DnsRecords(this, 'Dns', { zone: hostedZone, names, distribution });
    else this.output('DnsRecords', 'The records to write', names.map((one) => `${one} CNAME ${target}`).join('; '));
  }

  private mailSecret(arn: string | undefined): ISecret | undefined {
    return arn === undefined ? undefined : Secret.fromSecretCompleteArn(this, 'Mail', arn);
  }

  private output(key: string, description: string, value: string): void {
    new CfnOutput(this, key, { description, value });
  }
}

const targetGroupSettings = (services: InternalLoadBalancer['services']): Record<string, string> =>
  Object.fromEntries([...services].map(([name, { targetGroupArn }]) => [targetGroupSetting(name), targetGroupArn]));

const base64 = (text: string): string => Buffer.from(text).toString('base64');
