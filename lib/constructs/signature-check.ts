import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import type { Artifact, StageProps } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Config } from '../config/config.ts';
import { keyring } from '../config/signing-keys.ts';
import { SIGNATURE_STAGE } from '../names.ts';
import { acknowledgeOwnLog } from './cluster-build.ts';
import { grantConnection } from './connection-grant.ts';

export interface SignatureCheckProps {
  /** The connection that the clone comes through. */
  readonly connectionArn: string;
  readonly repository: Config['repository'];
  /** Public keys, of which one must have signed the commit. */
  readonly signedBy: readonly string[];
}

/**
 * Refuses a commit that nobody of the config's list has signed, before anything of it runs. What it does is in the template, and
 * so as it was deployed last: the commit cannot leave it out. See docs/decisions/0037-signed-commits.md.
 */
export class SignatureCheck extends Construct {
  readonly role: Role;
  readonly project: codebuild.PipelineProject;

  constructor(scope: Construct, id: string, { connectionArn, repository, signedBy }: SignatureCheckProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      description: 'Looks who signed a commit: reads the repository, and nothing else',
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
    });
    grantConnection(this.role, connectionArn, repository);
    this.project = new codebuild.PipelineProject(this, 'Project', {
      description: 'Looks who signed the commit; runs nothing of it',
      role: this.role,
      buildSpec: codebuild.BuildSpec.fromObject({
        version: '0.2',
        phases: { build: { commands: commands(signedBy) } },
      }),
      environment: {
        buildImage: codebuild.LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
        computeType: codebuild.ComputeType.SMALL,
      },
      grantReportGroupPermissions: false,
      timeout: Duration.minutes(10),
      logging: {
        cloudWatch: {
          logGroup: new LogGroup(this, 'Logs', {
            retention: RetentionDays.ONE_MONTH,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        },
      },
    });
    acknowledge(this.project, 'It leaves no artifact.', 'AwsSolutions-CB4');
    acknowledgeOwnLog(this.project, this.role);
  }

  /** A stage of its own: what follows begins only when it has ended well. */
  stage(source: Artifact): StageProps {
    const action = new CodeBuildAction({ actionName: SIGNATURE_STAGE, project: this.project, input: source });
    return { stageName: SIGNATURE_STAGE, actions: [action] };
  }
}

/**
 * Git and GnuPG of the build's image, with an empty home for the keys. A signature of SSH or X.509 would be judged by other
 * programs, which know no keys.
 */
function commands(signedBy: readonly string[]): string[] {
  const programs = ['gpg.program=gpg', 'gpg.ssh.program=false', 'gpg.x509.program=false'];
  const verify = ['git', ...programs.map((one) => `-c ${one}`), 'verify-commit'].join(' ');
  return [
    'export GNUPGHOME="$(mktemp -d)"',
    `echo ${keyring(signedBy).toString('base64')} | base64 -d | gpg --batch --quiet --no-autostart --import`,
    `${verify} "$CODEBUILD_RESOLVED_SOURCE_VERSION" || { ${refusal.map((line) => `echo "${line}"`).join('; ')}; exit 1; }`,
  ];
}

const refusal = [
  '$CODEBUILD_RESOLVED_SOURCE_VERSION is signed by no key of repository.signedBy, as it was deployed last: nothing of it is deployed.',
  "help: revert it by a merge that is signed, for example on GitHub's site where its key is on the list; docs/security.md, Signed commits",
];
