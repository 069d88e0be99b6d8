import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { cdkContext } from '../../cli/shared/cdk-context.ts';
import { buildApp, infrastructureOf } from '../../lib/app.ts';
import type { Config } from '../../lib/config/config.ts';
import { parseInstallations } from '../../lib/config/parse.ts';
import { promotedCommit } from '../../lib/promoted-commit.ts';
import { templatesApp } from '../../lib/templates-app.ts';
import {
  configInput,
  madeBy,
  outdir,
  resources,
  type StackName,
  stackOf,
  templates,
  theOnly,
} from '../support/fixtures.ts';

const COMMIT = 'c0ffee'.padEnd(40, '0');
const PIPELINE = 'AWS::CodePipeline::Pipeline';

function environmentsOf(environments: unknown): Config[] {
  return [...parseInstallations({ ...configInput(), environments })];
}

const [STAGING, PRODUCTION] = environmentsOf({ staging: {}, production: { after: 'staging' } }) as [Config, Config];

const apps = new Map<Config, Map<string | undefined, App>>();

/** The app of an environment, with the commit that Flux follows there: the same one each time, as a synthesis takes seconds. */
function appOf(config: Config, commit?: string): App {
  const known = apps.get(config)?.get(commit);
  if (known) return known;
  const app = templatesApp(cdkContext(), outdir());
  buildApp(app, config, { commit });
  apps.set(config, new Map(apps.get(config)).set(commit, app));
  return app;
}

const templateOf = (config: Config, name: StackName, commit?: string): Template =>
  Template.fromStack(stackOf(appOf(config, commit), name));

const text = (template: Template): string => JSON.stringify(template.toJSON());
const source = (template: Template) => theOnly(template, PIPELINE).Properties.Stages[0].Actions[0].Configuration;

describe('environments', () => {
  const [staging, production] = [templateOf(STAGING, 'Pipeline'), templateOf(PRODUCTION, 'Pipeline', COMMIT)];

  test('begin at a push only where nothing comes before', () => {
    assert.equal(source(staging).DetectChanges, undefined);
    assert.equal(source(production).DetectChanges, false);
  });

  test('tell the weekly look for drift which of them is meant', () => {
    const [, config] = environmentsOf({ staging: {}, production: { after: 'staging', driftCheck: 'weekly' } });
    assert.ok(config);
    const { Environment } = madeBy(
      templateOf(config, 'Pipeline', COMMIT),
      'AWS::CodeBuild::Project',
      'Drift',
    ).Properties;
    assert.deepEqual(Environment.EnvironmentVariables, [
      { Name: 'ONEMERGE_ENVIRONMENT', Type: 'PLAINTEXT', Value: 'production' },
    ]);
  });

  test('tell their builds which of them is meant', () => {
    for (const [template, name] of [
      [staging, 'staging'],
      [production, 'production'],
    ] as const) {
      const { EnvironmentVariables } = theOnly(template, 'AWS::CodeBuild::Project').Properties.Environment;
      assert.deepEqual(EnvironmentVariables, [{ Name: 'ONEMERGE_ENVIRONMENT', Type: 'PLAINTEXT', Value: name }]);
    }
  });

  test('keep in the history of the pipeline why a commit went past the one before', () => {
    const { Variables, Stages } = theOnly(production, PIPELINE).Properties;
    assert.deepEqual(
      Variables.map(({ Name, DefaultValue }: Record<string, string>) => [Name, DefaultValue]),
      [['SkipReason', 'none']],
    );
    const [variable] = JSON.parse(Stages[1].Actions[0].Configuration.EnvironmentVariables);
    assert.deepEqual(variable, { name: 'ONEMERGE_SKIP_REASON', type: 'PLAINTEXT', value: '#{variables.SkipReason}' });
    assert.equal(theOnly(staging, PIPELINE).Properties.Variables, undefined, 'nothing comes before staging');
  });

  test("let each other's builds start and read the pipeline, and nobody else", () => {
    const role = Object.values(resources(production, 'AWS::IAM::Role')).find(
      ({ Properties }) => Properties.RoleName === 'fixture-promotion',
    );
    assert.deepEqual(role?.Properties.AssumeRolePolicyDocument.Statement, [
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/fixture-staging-pipeline-*' } },
      },
    ]);
    const policy = Object.entries(resources(production, 'AWS::IAM::Policy')).find(([id]) =>
      id.startsWith('PromotionRole'),
    );
    assert.deepEqual(
      policy?.[1].Properties.PolicyDocument.Statement.map(({ Action, Resource }: Record<string, unknown>) => [
        Action,
        Resource,
      ]),
      [
        [
          ['codepipeline:ListPipelineExecutions', 'codepipeline:StartPipelineExecution'],
          'arn:aws:codepipeline:eu-west-1:111122223333:fixture-pipeline-*',
        ],
        ['cloudformation:DescribeStacks', 'arn:aws:cloudformation:eu-west-1:111122223333:stack/fixture-pipeline/*'],
      ],
    );
    assert.match(text(staging), /arn:aws:iam::111122223333:role\/fixture-promotion/);
  });

  test('may lie in two accounts', () => {
    const account = '444455556666';
    const [one, two] = environmentsOf({ staging: { account }, production: { after: 'staging' } }) as [Config, Config];
    assert.match(
      text(templateOf(two, 'Pipeline', COMMIT)),
      /arn:aws:iam::444455556666:role\/fixture-staging-pipeline-\*/,
    );
    assert.match(text(templateOf(one, 'Pipeline')), /arn:aws:iam::111122223333:role\/fixture-promotion/);
  });

  test('follow the branch, or the commit that was promoted', () => {
    assert.doesNotMatch(text(templateOf(STAGING, 'Flux')), /ref\/commit/);
    assert.ok(text(templateOf(PRODUCTION, 'Flux', COMMIT)).includes(COMMIT));
  });

  test('are deployed with a commit where commits are promoted: without it Flux would follow the branch', () => {
    assert.equal(promotedCommit(STAGING, undefined), undefined);
    assert.equal(promotedCommit(PRODUCTION, COMMIT), COMMIT);
    const help = /production comes after staging, and .*: add --context commit=\$\(git rev-parse HEAD\)/;
    assert.throws(() => promotedCommit(PRODUCTION, undefined), help);
    assert.throws(() => promotedCommit(PRODUCTION, 'HEAD'), help);
  });

  test('have one lock, which changes with the infrastructure of each', () => {
    const locks = (environments: unknown) =>
      environmentsOf(environments).map((one) => infrastructureOf(cdkContext(), one));
    const [first, second] = locks({ staging: {}, production: { after: 'staging' } });
    assert.equal(first, second, 'the manifests are the same in both');
    const [other] = locks({ staging: { database: { storageGiB: 30 } }, production: { after: 'staging' } });
    assert.notEqual(other, first);
    assert.equal(new Set([first, infrastructureOf(cdkContext(), STAGING)]).size, 1);
  });

  test('write that lock into their settings, whichever commit they follow', () => {
    const key = `INFRASTRUCTURE_${infrastructureOf(cdkContext(), STAGING)}`;
    assert.ok(text(templateOf(STAGING, 'Ghost')).includes(key));
    assert.ok(text(templateOf(PRODUCTION, 'Ghost', COMMIT)).includes(key));
  });

  test('leave nothing in the templates of a config without them', () => {
    const { Pipeline, Flux, Ghost } = templates();
    for (const template of [Pipeline, Flux, Ghost]) {
      assert.doesNotMatch(text(template), /ONEMERGE_ENVIRONMENT|SkipReason|promotion|ref\/commit/i);
    }
  });
});
