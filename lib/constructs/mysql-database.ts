import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { InstanceType, type ISecurityGroup, type IVpc, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeLogRetention } from '../acknowledge.ts';
import { hourAfter, later, type TimeOfDay } from '../config/time-of-day.ts';

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
}

/** Storage grows by itself up to this multiple of what it starts with. */
const STORAGE_GROWTH = 5;

/** RDS for MySQL 8.4: encrypted, TLS only, no way in until `grantConnect`. */
export class MySqlDatabase extends Construct {
  /** Name of the schema. */
  readonly schema: string;

  private readonly instance: rds.DatabaseInstance;

  constructor(scope: Construct, id: string, props: MySqlDatabaseProps) {
    super(scope, id);
    this.schema = props.schema;
    // Major version only: RDS moves to new minor versions by itself, and a pinned one would be a downgrade.
    const engine = rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.of('8.4', '8.4') });
    this.instance = new rds.DatabaseInstance(this, 'Instance', {
      engine,
      instanceType: new InstanceType(props.size),
      vpc: props.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [
        new SecurityGroup(this, 'SecurityGroup', {
          vpc: props.vpc,
          description: 'MySQL: nobody until grantConnect',
          allowAllOutbound: false,
        }),
      ],
      multiAz: props.standby,
      databaseName: props.schema,
      // The master, whose password RDS makes up, keeps in Secrets Manager and changes every seven days.
      credentials: rds.Credentials.fromUsername(props.schema),
      manageMasterUserPassword: true,
      parameterGroup: new rds.ParameterGroup(this, 'Parameters', {
        engine,
        description: 'TLS only; slow queries go to the log that is exported',
        parameters: { require_secure_transport: '1', slow_query_log: '1', long_query_time: '2', log_output: 'FILE' },
      }),
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
    });
    this.acknowledgeFindings(props);
    acknowledgeLogRetention(this);
  }

  private acknowledgeFindings({ standby }: MySqlDatabaseProps): void {
    acknowledge(
      this.instance,
      'RDS takes a major version and keeps the minor one current; pinning one would make a downgrade of the next.',
      'CloudFormation-Validate::E9006',
    );
    acknowledge(
      this.instance,
      'Only the security group of the cluster reaches it; another port would hide nothing.',
      'AwsSolutions-RDS11',
    );
    if (!standby) acknowledge(this.instance, "The config chose it: availability is 'single'.", 'AwsSolutions-RDS3');
    acknowledge(
      this.instance,
      'The protection stack turns it on once everything stands: RDS would refuse the rollback of a failed first deployment.',
      'AwsSolutions-RDS10',
    );
  }

  /** What RDS calls the instance. */
  get instanceIdentifier(): string {
    return this.instance.instanceIdentifier;
  }

  get instanceArn(): string {
    return this.instance.instanceArn;
  }

  /** What holds the data. */
  get data(): rds.CfnDBInstance {
    return this.instance.node.defaultChild as rds.CfnDBInstance;
  }

  /** Host name, without port. */
  get host(): string {
    return this.instance.instanceEndpoint.hostname;
  }

  /** TCP port, as a string because it is known to CloudFormation only. */
  get port(): string {
    return this.instance.dbInstanceEndpointPort;
  }

  /** The secret with `username` and `password` of the server's master. */
  get secret(): ISecret {
    const { secret } = this.instance;
    if (!secret) throw new Error('RDS keeps no password of the master; keep manageMasterUserPassword.');
    return secret;
  }

  /**
   * Opens the port to a security group and lets a principal read the credentials: one is of no use without the other.
   * @param from the security group that connects
   * @param reader who reads the credentials on its behalf
   */
  grantConnect(from: ISecurityGroup, reader: IGrantable): void {
    this.instance.connections.allowFrom(from, Port.tcp(3306), 'MySQL from the cluster');
    this.secret.grantRead(reader);
  }
}

/** The hour of maintenance, and an hour for the daily backup, which ends before it: RDS refuses windows that meet. */
function windows(maintenance: TimeOfDay) {
  const end = hourAfter(maintenance);
  return {
    preferredBackupWindow: `${later(maintenance, -90)}-${later(maintenance, -30)}`,
    preferredMaintenanceWindow: `sun:${maintenance}-${end < maintenance ? 'mon' : 'sun'}:${end}`,
  };
}
