import { PROGRAM_RULES } from '../../../../cli/review/infrastructure/program-rules.ts';
import { resourceRuleTests } from '../../../support/review.ts';
import { database, resource } from './resources.ts';

const run = (more: object) => resource('AWS::Lambda::Function', { Timeout: 60, ...more });
const held = (MaxSessionDuration: number) => resource('AWS::IAM::Role', { MaxSessionDuration });
const build = (Environment: object, more: object = {}) =>
  resource('AWS::CodeBuild::Project', { Name: 'it', Environment, ...more });
const pipeline = (...Actions: object[]) =>
  resource('AWS::CodePipeline::Pipeline', { Name: 'it', Stages: [{ Actions }] });
const from = (FullRepositoryId: string, more: object = {}) =>
  pipeline({ Configuration: { FullRepositoryId }, ...more });
const asking = { ActionTypeId: { Category: 'Approval' } };
const calling = (service: string, action: string, more = '') =>
  resource('Custom::AWS', { Create: JSON.stringify({ service, action, parameters: more }) });
const made = (ServiceToken: unknown) => resource('Custom::It', { ServiceToken });
const chart = (Chart: string, Version = '1') => resource('Custom::AWSCDK-EKS-HelmChart', { Chart, Version });

resourceRuleTests('what runs, as whom, and where it comes from', PROGRAM_RULES, {
  role: {
    said: [run({ Role: 'a' }), run({ Role: 'b' })],
    unsaid: [run({ Role: 'a' }), run({ Role: 'a', Timeout: 1 })],
  },
  longerSession: { said: [held(3600), held(43_200)], unsaid: [held(43_200), held(3600)] },
  program: {
    said: [run({ Code: { ZipFile: 'a' } }), run({ Code: { ZipFile: 'b' } })],
    unsaid: [run({ Code: { S3Key: 'a.zip' } }), run({ Code: { S3Key: 'b.zip' } })],
  },
  privilegedBuild: {
    said: [build({ PrivilegedMode: false }), build({ PrivilegedMode: true })],
    unsaid: [build({ PrivilegedMode: true }), build({ PrivilegedMode: false })],
  },
  shownBuild: {
    said: [build({}, { Visibility: 'PRIVATE' }), build({}, { Visibility: 'PUBLIC_READ' })],
    unsaid: [build({}, { Visibility: 'PUBLIC_READ' }), build({}, { Visibility: 'PRIVATE' })],
  },
  source: { said: [from('a/b'), from('c/b')], unsaid: [from('a/b'), from('a/b', { RunOrder: 1 })] },
  question: { said: [pipeline(asking), pipeline()], unsaid: [pipeline(), pipeline(asking)] },
  calls: {
    said: [calling('S3', 'listBuckets'), calling('IAM', 'attachRolePolicy')],
    unsaid: [calling('S3', 'listBuckets'), calling('S3', 'listBuckets', 'other')],
  },
  foreignHandler: {
    said: [undefined, made('arn:aws:lambda:eu-west-1:999988887777:function:it')],
    unsaid: [undefined, made({ 'Fn::GetAtt': ['Handler', 'Arn'] })],
  },
  chart: { said: [chart('oci://a/b'), chart('oci://c/b')], unsaid: [chart('oci://a/b'), chart('oci://a/b', '2')] },
  elsewhere: {
    said: [undefined, resource('AWS::CloudFormation::Stack', { TemplateURL: 'https://example.com/it' })],
    unsaid: [resource('AWS::CloudFormation::Stack', { TemplateURL: 'https://example.com/it' }), undefined],
  },
  clearText: {
    said: [database({ Engine: 'a' }), database({ Engine: 'a', MasterUserPassword: 'hunter2' })],
    unsaid: [
      database({ Engine: 'a' }),
      database({ Engine: 'a', MasterUserPassword: '{{resolve:secretsmanager:it:SecretString:password}}' }),
    ],
  },
});
