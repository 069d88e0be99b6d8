import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { InstanceType, type ISecurityGroup, type IVpc, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeLogRetention } from '../acknowledge.ts';
import { hourAfter, later, type TimeOfDay } from '../config/time-of-day.ts';
import { type RestorePoint, restoreFrom, restoreId } from './restored-database.ts';

export interface MySqlDatabaseProps {
  readonly vpc: IVpc;
  /** Name of the schema, and of the server's master: another name would replace the database. */
  readonly schema: string;
  /** Graviton instance type without `db.`, for example `t4g.small`. */
  readonly size: string;
  /** Storage at the start, in GiB. */
  readonly storageGiB: number;
  /** How many days backups are kept. */
  readonly backupDays: number;
  /** A standby in another zone. */
  readonly standby: boolean;
  /** When the hour begins in which AWS maintains it, on Sundays. */
  readonly maintenance: TimeOfDay;
  /** What databases were made from after the first, the latest last: that one serves. */
  readonly restores: readonly RestorePoint[];
  /** Whether those before the one that serves stay. */
  readonly keepsFormer: boolean;
}

/** Storage grows by itself up to this multiple of what it starts with. */
const STORAGE_GROWTH = 5;

/**
 * RDS for MySQL 8.4: encrypted, TLS only, no way in until `grantConnect`. After a restore the new instance serves, and those
 * before it stay as they are, see docs/decisions/0027-restored-beside.md.
 */
export class MySqlDatabase extends Construct {
  /** Name of the schema. */
  readonly schema: string;

  /** The first one, and those that were restored, the latest last. */
  private readonly instances: readonly rds.DatabaseInstance[];

  constructor(scope: Construct, id: string, props: MySqlDatabaseProps) {
    super(scope, id);
    this.schema = props.schema;
    // Major version only: RDS moves to new minor versions by itself, and a pinned one would be a downgrade.
    const engine = rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.of('8.4', '8.4') });
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'MySQL: nobody until grantConnect',
      allowAllOutbound: false,
    });
    const parameterGroup = new rds.ParameterGroup(this, 'Parameters', {
      engine,
      description: 'TLS only; slow queries go to the log that is exported',
      parameters: { require_secure_transport: '1', slow_query_log: '1', long_query_time: '2', log_output: 'FILE' },
    });
    const common = { ...settings(props), engine, securityGroups: [securityGroup], parameterGroup };
    const points = [undefined, ...props.restores];
    // In this order in the template as well: who asks what stands takes the last one for the one that serves.
    this.instances = (props.keepsFormer ? points : points.slice(-1)).map((point) => {
      const instance = new rds.DatabaseInstance(this, point ? restoreId(point) : 'Instance', common);
      if (point) restoreFrom(cfnOf(instance), point);
      return instance;
    });
    for (const instance of this.instances) acknowledgeFindings(instance, props);
    acknowledgeLogRetention(this);
  }

  /** What holds the data, of today and of before each restore; the latest last. */
  get data(): readonly rds.CfnDBInstance[] {
    return this.instances.map(cfnOf);
  }

  /** What RDS calls the instance that Ghost uses. */
  get instanceIdentifier(): string {
    return this.serving.instanceIdentifier;
  }

  /** The one that Ghost uses. */
  private get serving(): rds.DatabaseInstance {
    const serving = this.instances.at(-1);
    if (!serving) throw new Error('There is always the first instance.');
    return serving;
  }

  /** Host name, without port. */
  get host(): string {
    return this.serving.instanceEndpoint.hostname;
  }

  /** TCP port, as a string because it is known to CloudFormation only. */
  get port(): string {
    return this.serving.dbInstanceEndpointPort;
  }

  /** The secret with `username` and `password` of the server's master. */
  get secret(): ISecret {
    const { secret } = this.serving;
    if (!secret) throw new Error('RDS keeps no password of the master; keep manageMasterUserPassword.');
    return secret;
  }

  /**
   * Opens the port to a security group and lets a principal read the credentials: one is of no use without the other.
   * @param from the security group that connects
   * @param reader who reads the credentials on its behalf
   */
  grantConnect(from: ISecurityGroup, reader: IGrantable): void {
    this.serving.connections.allowFrom(from, Port.tcp(3306), 'MySQL from the cluster');
    this.secret.grantRead(reader);
  }
}

const cfnOf = (instance: rds.DatabaseInstance) => instance.node.defaultChild as rds.CfnDBInstance;

/** What every instance has: one that is restored is set up as the one before it. */
function settings(props: MySqlDatabaseProps) {
  return {
    instanceType: new InstanceType(props.size),
    vpc: props.vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    multiAz: props.standby,
    databaseName: props.schema,
    // The master, whose password RDS makes up, keeps in Secrets Manager and changes every seven days.
    credentials: rds.Credentials.fromUsername(props.schema),
    manageMasterUserPassword: true,
    storageEncrypted: true,
    storageType: rds.StorageType.GP3,
    allocatedStorage: props.storageGiB,
    maxAllocatedStorage: props.storageGiB * STORAGE_GROWTH,
    backupRetention: Duration.days(props.backupDays),
    copyTagsToSnapshot: true,
    // They end by themselves, days after the instance: whoever deletes it by a merge does not delete what brings it back.
    deleteAutomatedBackups: false,
    removalPolicy: RemovalPolicy.SNAPSHOT,
    cloudwatchLogsExports: ['error', 'slowquery'],
    cloudwatchLogsRetention: RetentionDays.ONE_MONTH,
    autoMinorVersionUpgrade: true,
    // Extended support is RDS's default, and billed by the hour once a major version has left standard support.
    engineLifecycleSupport: rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED,
    ...windows(props.maintenance),
  };
}

function acknowledgeFindings(instance: rds.DatabaseInstance, { standby }: MySqlDatabaseProps): void {
  acknowledge(
    instance,
    'RDS takes a major version and keeps the minor one current; pinning one would make a downgrade of the next.',
    'CloudFormation-Validate::E9006',
  );
  acknowledge(
    instance,
    'Only the security group of the cluster reaches it; another port would hide nothing.',
    'AwsSolutions-RDS11',
  );
  if (!standby) acknowledge(instance, "The config chose it: availability is 'single'.", 'AwsSolutions-RDS3');
  acknowledge(
    instance,
    'The protection stack turns it on once everything stands: RDS would refuse the rollback of a failed first deployment.',
    'AwsSolutions-RDS10',
  );
}

/** The hour of maintenance, and an hour for the daily backup, which ends before it: RDS refuses windows that meet. */
function windows(maintenance: TimeOfDay) {
  const end = hourAfter(maintenance);
  return {
    preferredBackupWindow: `${later(maintenance, -90)}-${later(maintenance, -30)}`,
    preferredMaintenanceWindow: `sun:${maintenance}-${end < maintenance ? 'mon' : 'sun'}:${end}`,
  };
}
