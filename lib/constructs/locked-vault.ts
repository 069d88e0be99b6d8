import { Aws, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { CfnBackupPlan, CfnBackupSelection, CfnBackupVault } from 'aws-cdk-lib/aws-backup';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge, managedPolicyFinding } from '../acknowledge.ts';
import type { Config } from '../config/config.ts';
import { later, type TimeOfDay } from '../config/time-of-day.ts';
import { vaultPrefix } from '../names.ts';

export interface LockedVaultProps {
  /** The config's name, which the vault's name begins with. */
  readonly name: string;
  readonly vault: NonNullable<Config['backupVault']>;
  /** When the hour of maintenance begins, UTC. */
  readonly maintenance: TimeOfDay;
  /** ARNs of what is backed up. */
  readonly resources: readonly string[];
  /** Another one whenever the resources are others: a selection is replaced then, and the old one goes last. */
  readonly selection: string;
}

const POLICY = 'service-role/AWSBackupServiceRolePolicyForBackup';

/** Minutes. AWS Backup begins at some moment of the first, and gives up after the second. */
const START_WITHIN = 60;
const DONE_WITHIN = 12 * 60;

/**
 * A vault of AWS Backup whose lock nobody takes off by a merge, and a daily copy of the data into it. It outlives its stack.
 * See docs/operations.md, A locked vault.
 */
export class LockedVault extends Construct {
  constructor(scope: Construct, id: string, props: LockedVaultProps) {
    super(scope, id);
    const { minRetentionDays, maxRetentionDays, changeableForDays } = props.vault.lock;
    const vault = new CfnBackupVault(this, 'Vault', {
      backupVaultName: `${vaultPrefix(props.name)}${ofThisStack()}${numberOf(props.vault)}`,
      lockConfiguration: {
        minRetentionDays,
        ...(maxRetentionDays === undefined ? {} : { maxRetentionDays }),
        ...(changeableForDays === undefined ? {} : { changeableForDays }),
      },
    });
    // AWS deletes no vault that holds something.
    vault.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const plan = new CfnBackupPlan(this, 'Plan', {
      backupPlan: {
        backupPlanName: `${props.name}-daily`,
        backupPlanRule: [
          {
            ruleName: 'daily',
            targetBackupVault: vault.ref,
            scheduleExpression: daily(later(props.maintenance, 120)),
            startWindowMinutes: START_WITHIN,
            completionWindowMinutes: DONE_WITHIN,
            lifecycle: { deleteAfterDays: props.vault.keepDays },
          },
        ],
      },
    });
    new CfnBackupSelection(this, 'Selection', {
      backupPlanId: plan.ref,
      backupSelection: {
        selectionName: props.selection,
        iamRoleArn: this.role().roleArn,
        resources: [...props.resources],
      },
    });
  }

  /** Copies, and deletes nothing: the boundary takes that from it. What is over its days AWS Backup deletes by its own role. */
  private role(): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('backup.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(POLICY)],
    });
    acknowledge(
      role,
      'AWS keeps the policy in step with what AWS Backup calls; the boundary leaves reading and copying of it.',
      managedPolicyFinding(POLICY),
    );
    return role;
  }
}

/** A vault that is taken out stays, and its name with it. */
const numberOf = ({ number }: LockedVaultProps['vault']): string => (number === 1 ? '' : `-${number}`);

/** Eight characters that differ each time that the stack is made: a vault of before may still be there. */
const ofThisStack = (): string => Fn.select(0, Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID))));

/**
 * After the hour of maintenance: RDS takes no snapshot during it, nor in the hour of its own backup, which lies before.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html
 */
function daily(time: TimeOfDay): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return `cron(${minute} ${hour} * * ? *)`;
}
