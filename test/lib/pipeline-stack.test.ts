import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { TIMEOUT as VERIFY_TIMEOUT } from '../../cli/verify/command.ts';
import { BUILD_GROUP, MERGES } from '../../lib/names.ts';
import { actionsOf, RIGHTS_OF_ANY_BUILD, statementsOf } from '../support/build-rights.ts';
import { madeBy, resources, templates, theOnly } from '../support/fixtures.ts';

const { Pipeline: stack } = templates();
const pipeline = theOnly(stack, 'AWS::CodePipeline::Pipeline').Properties;
const build = theOnly(stack, 'AWS::CodeBuild::Project').Properties;

describe('the pipeline', () => {
  test('has exactly two stages: GitHub, then one build', () => {
    const stages = pipeline.Stages.map((stage: { Name: string; Actions: { ActionTypeId: { Provider: string } }[] }) => [
      stage.Name,
      stage.Actions.map(({ ActionTypeId }) => ActionTypeId.Provider),
    ]);
    assert.deepEqual(stages, [
      ['Source', ['CodeStarSourceConnection']],
      ['Deploy', ['CodeBuild']],
    ]);
  });

  test('runs every merge, one after the other', () => {
    assert.equal(pipeline.PipelineType, 'V2');
    assert.equal(pipeline.ExecutionMode, 'QUEUED');
  });

  test('runs a merge again when the merge changed the pipeline', () => {
    assert.equal(pipeline.RestartExecutionOnUpdate, true);
  });

  test('clones the repository of the config with its history', () => {
    assert.deepEqual(
      { ...pipeline.Stages[0].Actions[0].Configuration, ConnectionArn: undefined },
      {
        FullRepositoryId: 'octo-org/blog',
        BranchName: 'main',
        OutputArtifactFormat: 'CODEBUILD_CLONE_REF',
        ConnectionArn: undefined,
      },
    );
  });

  test('makes a connection to GitHub when the config names none', () => {
    assert.equal(theOnly(stack, 'AWS::CodeConnections::Connection').Properties.ConnectionName, 'fixture-github');
  });

  test('uses the connection of the config', () => {
    const connectionArn =
      'arn:aws:codeconnections:eu-west-1:111122223333:connection/12345678-1234-1234-1234-123456789012';
    const { Pipeline: other } = templates({ repository: { owner: 'o', name: 'r', connectionArn } });
    other.resourceCountIs('AWS::CodeConnections::Connection', 0);
    const [source] = theOnly(other, 'AWS::CodePipeline::Pipeline').Properties.Stages;
    assert.equal(source.Actions[0].Configuration.ConnectionArn, connectionArn);
  });

  test('mails somebody when an execution fails, is cancelled or is stopped', () => {
    const rule = theOnly(stack, 'AWS::Events::Rule').Properties;
    assert.deepEqual(rule.EventPattern.detail.state, ['FAILED', 'CANCELED', 'STOPPED']);
    assert.match(JSON.stringify(rule.Targets[0].Arn), /"StackName":"fixture-alarms"/);
  });

  test('says in the mail that an execution which changes its own pipeline is cancelled and starts again', () => {
    const [target] = theOnly(stack, 'AWS::Events::Rule').Properties.Targets;
    assert.match(JSON.stringify(target), /changes its own pipeline is cancelled, and started again by itself/);
  });

  test('keeps artifacts private, and for 30 days', () => {
    const bucket = theOnly(stack, 'AWS::S3::Bucket').Properties;
    assert.deepEqual(Object.values(bucket.PublicAccessBlockConfiguration), [true, true, true, true]);
    assert.equal(bucket.LifecycleConfiguration.Rules[0].ExpirationInDays, 30);
  });
});

describe('the build', () => {
  test('runs the buildspec.yml of the merged commit, so that a pull request can fix a broken pipeline', () => {
    assert.equal(build.Source.BuildSpec, 'buildspec.yml');
  });

  test('runs on ARM, in private subnets', () => {
    assert.equal(build.Environment.Type, 'ARM_CONTAINER');
    assert.match(JSON.stringify(build.VpcConfig.Subnets), /Private/);
  });

  test('has time for a deployment that takes as long as its roles last, and for the verdict after it', () => {
    const roles = 3600;
    assert.ok(build.TimeoutInMinutes * 60 > roles + VERIFY_TIMEOUT, 'see lib/constructs/deploy-project.ts');
  });

  test('may do exactly this', () => {
    assert.deepEqual(actionsOf(stack, 'DeployRole'), [
      'cloudwatch:PutMetricData',
      'codeconnections:UseConnection',
      'codestar-connections:UseConnection',
      ...RIGHTS_OF_ANY_BUILD,
      'sts:AssumeRole',
    ]);
  });

  test('takes the bootstrap roles that cdk deploy needs, there and where certificates are made, and no other role', () => {
    const [assume, ...others] = statementsOf(stack, 'DeployRole').filter(({ Action }) => Action === 'sts:AssumeRole');
    assert.deepEqual(others, []);
    const roles = [assume?.Resource].flat().map((arn) => {
      const [, name] = /role\/cdk-omf16d05ec-([a-z-]+)-role-/.exec(JSON.stringify(arn)) ?? [];
      return `${name} ${JSON.stringify(arn).includes('-us-east-1') ? 'us-east-1' : 'its own region'}`;
    });
    const names = ['deploy', 'file-publishing', 'lookup'];
    assert.deepEqual(
      roles.sort(),
      names.flatMap((name) => [`${name} its own region`, `${name} us-east-1`]),
    );
  });

  test('publishes metrics in its own namespace, and nowhere else', () => {
    const [publish, ...others] = statementsOf(stack, 'DeployRole').filter(
      ({ Action }) => Action === 'cloudwatch:PutMetricData',
    );
    assert.deepEqual(others, []);
    assert.equal(publish?.Condition?.StringEquals?.['cloudwatch:namespace'], MERGES);
  });

  test('carries no policy that AWS manages', () => {
    const role = madeBy(stack, 'AWS::IAM::Role', 'DeployRole');
    assert.equal(role.Properties.ManagedPolicyArns, undefined);
  });

  test('is in the cluster what the tree grants its group, with no policy of EKS', () => {
    const entry = theOnly(stack, 'AWS::EKS::AccessEntry').Properties;
    assert.deepEqual(entry.KubernetesGroups, [BUILD_GROUP]);
    assert.equal(entry.AccessPolicies, undefined);
  });

  test('gets its place in the cluster after its project, when IAM has spread its role', () => {
    const project = Object.keys(resources(stack, 'AWS::CodeBuild::Project'));
    const { DependsOn = [] } = theOnly(stack, 'AWS::EKS::AccessEntry');
    assert.ok(
      project.every((id) => DependsOn.includes(id)),
      `it waits for ${DependsOn}`,
    );
  });

  test('reaches the Kubernetes API', () => {
    const rule = theOnly(stack, 'AWS::EC2::SecurityGroupIngress').Properties;
    assert.match(JSON.stringify(rule.GroupId), /fixture-cluster/);
    assert.equal(rule.FromPort, 443);
  });
});

describe('both roles that read the repository', () => {
  for (const role of ['DeployRole', 'PipelineSourceGitHubCodePipelineActionRole']) {
    test(`${role} may use the connection under both names of the service`, () => {
      const actions = statementsOf(stack, role).flatMap(({ Action }) => Action);
      assert.ok(actions.includes('codeconnections:UseConnection'), 'see lib/constructs/connection-grant.ts');
      assert.ok(actions.includes('codestar-connections:UseConnection'));
    });

    for (const service of ['codeconnections', 'codestar-connections']) {
      const denied = () =>
        statementsOf(stack, role).filter(
          ({ Effect, Action }) => Effect === 'Deny' && [Action].flat().includes(`${service}:UseConnection`),
        );

      test(`${role} reaches no other repository through ${service}`, () => {
        const repository = `${service}:FullRepositoryId`;
        const others = denied().map(({ Condition }) => Condition?.StringNotEqualsIgnoreCase?.[repository]);
        assert.ok(others.includes('octo-org/blog'), JSON.stringify(denied()));
      });

      test(`${role} pushes nothing through ${service}`, () => {
        const needed = denied().map(
          ({ Condition }) => Condition?.StringEquals?.[`${service}:ProviderPermissionsRequired`],
        );
        assert.ok(needed.includes('read_write'), JSON.stringify(denied()));
      });
    }
  }
});

describe('buildspec.yml', () => {
  const spec = parse(readFileSync(new URL('../../buildspec.yml', import.meta.url), 'utf8'));
  const commands: string[] = Object.values(spec.phases).flatMap((phase) => (phase as { commands: string[] }).commands);

  test('has at most eleven commands and no logic of its own', () => {
    assert.ok(commands.length <= 11, commands.join('\n'));
    assert.ok(
      commands.every((command) => !/&&|\|\||;|\bif\b/.test(command)),
      commands.join('\n'),
    );
  });

  test('installs the Node of .nvmrc, of the lockfile what a deployment needs, and deploys every stack, once what it synthesized is judged', () => {
    assert.deepEqual(commands.slice(0, 8), [
      'n "$(cat .nvmrc)"',
      'npm ci --omit=dev --workspaces=false --ignore-scripts',
      'bin/onemerge.ts promote --check --commit "$CODEBUILD_RESOLVED_SOURCE_VERSION"',
      'standing="$(bin/onemerge.ts standing)"',
      'npx cdk synth --quiet --context "standing=$standing" --context "commit=$CODEBUILD_RESOLVED_SOURCE_VERSION"',
      'bin/onemerge.ts lock --check --app cdk.out',
      'bin/onemerge.ts approvals --app cdk.out',
      'npx cdk deploy --all --app cdk.out --require-approval never --concurrency 2',
    ]);
  });

  test('is done only when the very commit that it built is live, and promotes none before that', () => {
    assert.deepEqual(spec.phases.build.commands.slice(-2), [
      'bin/onemerge.ts verify --deployed --app cdk.out --commit "$CODEBUILD_RESOLVED_SOURCE_VERSION"',
      'bin/onemerge.ts promote --commit "$CODEBUILD_RESOLVED_SOURCE_VERSION"',
    ]);
  });

  test('ends the log of a failed deployment with its cause: a failed build phase is followed by post_build', () => {
    assert.deepEqual(spec.phases.post_build.commands, [
      'bin/onemerge.ts verify --failed --commit "$CODEBUILD_RESOLVED_SOURCE_VERSION"',
    ]);
    assert.equal(spec.phases.build['on-failure'], undefined, 'ABORT would spare post_build');
    assert.equal(spec.phases.install['on-failure'], 'ABORT', 'without packages there is nothing to ask with');
  });

  test('tells the chat how the merge ended, also when the command before has failed', () => {
    assert.deepEqual(spec.phases.post_build.finally, [
      'bin/onemerge.ts announce --commit "$CODEBUILD_RESOLVED_SOURCE_VERSION"',
    ]);
  });

  test('lets the verdict fetch the branch: without the helper git cannot sign in to the connection', () => {
    assert.equal(spec.env['git-credential-helper'], 'yes');
  });
});
