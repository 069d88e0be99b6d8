/** What a command of another program takes. Options as typed, with hyphens. */
export interface Known {
  /** Options without which the program refuses it. */
  readonly needs: readonly string[];
  /** Options that it takes besides. */
  readonly takes: readonly string[];
  /** Words that are no options may follow: names of objects, paths. */
  readonly words: boolean;
}

const known = (needs: readonly string[] = [], takes: readonly string[] = [], words = false): Known => ({
  needs,
  takes,
  words,
});
const withWords = (...takes: readonly string[]) => known([], takes, true);

/** Options that every command of a program takes. */
export const EVERYWHERE: Readonly<Record<string, readonly string[]>> = {
  aws: ['--region', '--profile', '--query', '--output'],
  kubectl: ['-n', '--namespace', '--context'],
  flux: ['-n', '--namespace', '--context'],
  git: ['-C'],
};

/**
 * The commands of other programs that messages may name. Those of aws were compared with the input that botocore 1.43.106
 * describes; those of kubectl, flux and git were written from what is known of them, and compared with nothing. A message
 * with another one needs a line here, after a look at the program's help.
 */
export const KNOWN: Readonly<Record<string, Readonly<Record<string, Known>>>> = {
  aws: {
    'acm list-certificates': known(['--region']),
    'account list-regions': known([], ['--region-opt-status-contains']),
    'backup delete-backup-vault': known(['--region', '--backup-vault-name']),
    'backup delete-backup-vault-lock-configuration': known(['--region', '--backup-vault-name']),
    'backup delete-recovery-point': known(['--region', '--backup-vault-name', '--recovery-point-arn']),
    'backup list-recovery-points-by-backup-vault': known(['--region', '--backup-vault-name']),
    'backup put-backup-vault-lock-configuration': known(['--region', '--backup-vault-name', '--min-retention-days']),
    'backup list-recovery-points-by-resource': known(['--region', '--resource-arn']),
    'cloudformation delete-stack': known(['--region', '--stack-name']),
    'cloudformation update-termination-protection': known(
      ['--region', '--stack-name'],
      ['--no-enable-termination-protection', '--enable-termination-protection'],
    ),
    'cloudformation describe-stack-events': known(['--region', '--stack-name']),
    'cloudformation describe-stack-resource-drifts': known(['--region', '--stack-name']),
    'cloudfront list-distributions': known(),
    'codepipeline start-pipeline-execution': known(['--region', '--name'], ['--source-revisions']),
    'configure get': withWords('--profile'),
    'configure list-profiles': known(),
    'ec2 describe-availability-zones': known(['--region'], ['--zone-names', '--zone-ids', '--filters']),
    'ec2 describe-network-interfaces': known(['--region', '--filters']),
    'efs delete-file-system': known(['--region', '--file-system-id']),
    'eks describe-cluster': known(['--region', '--name']),
    'logs delete-log-group': known(['--region', '--log-group-name']),
    'logs filter-log-events': known(['--region', '--log-group-name']),
    'rds copy-db-snapshot': known(['--region', '--source-db-snapshot-identifier', '--target-db-snapshot-identifier']),
    'rds delete-db-instance-automated-backup': known(['--region', '--dbi-resource-id']),
    'rds delete-db-snapshot': known(['--region', '--db-snapshot-identifier']),
    'rds modify-db-instance': known([
      '--region',
      '--db-instance-identifier',
      '--ca-certificate-identifier',
      '--apply-immediately',
    ]),
    'rds create-db-snapshot': known(['--region', '--db-instance-identifier', '--db-snapshot-identifier']),
    'rds describe-db-instances': known(['--region'], ['--db-instance-identifier']),
    'eks list-access-entries': known(['--region', '--cluster-name']),
    's3 rb': known(['--region'], ['--force'], true),
    'secretsmanager delete-secret': known(['--region', '--secret-id']),
    'secretsmanager put-secret-value': known(['--region', '--secret-id'], ['--secret-string', '--version-stages']),
    'sso login': known([], ['--sso-session']),
    'sts get-caller-identity': known(),
  },
  kubectl: {
    annotate: withWords('--overwrite'),
    delete: withWords('--wait'),
    describe: withWords(),
    get: withWords('-A', '--all-namespaces', '-o', '--output', '-l', '--selector'),
    kustomize: withWords(),
    rollout: withWords(),
    logs: withWords(
      '--all-containers',
      '--ignore-errors',
      '--follow',
      '-f',
      '--previous',
      '-p',
      '-c',
      '--container',
      '--tail',
    ),
    patch: known(['--patch'], ['--type'], true),
  },
  flux: { reconcile: withWords('--with-source'), resume: withWords('--all') },
  git: {
    checkout: withWords('--', '-b'),
    clone: withWords('--depth', '--branch'),
    commit: known([], ['-am', '-a', '-m']),
    config: withWords('--global', '--add', '--get'),
    fetch: withWords('--unshallow', '--refetch', '--no-filter', '--all', '--tags'),
    grep: withWords('-n', '-l'),
    log: withWords('--oneline', '-1', '--'),
    pull: withWords('--rebase'),
    push: withWords('--force-with-lease'),
    remote: withWords(),
    status: known(),
  },
};
