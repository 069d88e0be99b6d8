import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Config } from './config/config.ts';
import { MySqlDatabase } from './constructs/mysql-database.ts';

export interface DatabaseStackProps extends StackProps {
  readonly config: Config;
  readonly vpc: IVpc;
}

/** Ghost's database. */
export class DatabaseStack extends Stack {
  readonly database: MySqlDatabase;

  constructor(scope: Construct, id: string, props: DatabaseStackProps) {
    super(scope, id, props);
    const { size, storageGiB, backupDays } = props.config.database;

    this.database = new MySqlDatabase(this, 'MySql', {
      vpc: props.vpc,
      schema: 'ghost',
      size,
      storageGiB,
      backupDays,
      standby: props.config.availability === 'high',
      maintenance: props.config.maintenance,
      restores: props.config.restore.database,
      keepsFormer: props.config.restore.former === 'kept',
    });
  }
}
