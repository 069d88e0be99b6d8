import type { TemplateResource } from '../facts.ts';
import { textOf } from './iam/pattern.ts';
import { fieldsIn } from './parts.ts';
import { gained, kept, lost, type Rules } from './rule.ts';

/** What runs in AWS, as whom, and where it comes from. */
export const PROGRAM_RULES: Rules = {
  role: kept('runs with another role', (before, after) => {
    const earlier = fieldsIn(before, ROLES);
    return (
      after.Type !== 'AWS::EKS::PodIdentityAssociation' && fieldsIn(after, ROLES).some((one) => !earlier.includes(one))
    );
  }),
  longerSession: kept('may be held for longer once it is assumed', (before, after) => {
    const [had, has] = [before, after].map(({ Properties }) => Number(Properties?.MaxSessionDuration ?? 3600));
    return after.Type === 'AWS::IAM::Role' && Number(has) > Number(had);
  }),
  program: kept('runs another program, and not by an asset of this repository', (before, after) => {
    const earlier = fieldsIn(before, PROGRAMS);
    return fieldsIn(after, PROGRAMS).some((one) => !earlier.includes(one));
  }),
  privilegedBuild: gained('builds with the rights of its machine', (resource) =>
    fieldsIn(resource, /^PrivilegedMode$/).filter((field) => !field.endsWith('{false}')),
  ),
  shownBuild: gained('shows its builds to everybody', (resource) =>
    fieldsIn(resource, /^Visibility$/).filter((field) => field.includes('PUBLIC')),
  ),
  source: kept('takes what it deploys from another place', (before, after) => {
    const earlier = fieldsIn(before, SOURCES);
    return fieldsIn(after, SOURCES).some((one) => !earlier.includes(one));
  }),
  question: lost('asks nobody any more', (resource) =>
    fieldsIn(resource, /^Category$/).filter((field) => field === 'Category Approval'),
  ),
  calls: gained('has AWS called for it, by a call that it did not make', callsOf),
  foreignHandler: gained('is made by a function that is none of this app', (resource) => {
    const token = resource?.Properties?.ServiceToken;
    return typeof token === 'string' ? [token] : [];
  }),
  chart: gained('installs another chart, or with other values', (resource) =>
    resource?.Type === 'Custom::AWSCDK-EKS-HelmChart' ? fieldsIn(resource, /^(Chart|Repository|Values)$/) : [],
  ),
  elsewhere: gained('is made by a template or a macro that is not shown', (resource) => [
    ...(/^AWS::CloudFormation::(Macro|Stack|StackSet)$/.test(resource?.Type ?? '') ? [JSON.stringify(resource)] : []),
    ...fieldsIn(resource, /^Fn::Transform$/),
  ]),
  clearText: gained('holds a secret in clear text', (resource) => (resource ? secretsIn(resource) : [])),
};

const ROLES = /^(Role|RoleArn|\w+Role|\w+RoleArn|IamInstanceProfile)$/;
const PROGRAMS = /^(ZipFile|S3Bucket|ImageUri|FunctionCode|BuildSpec|Image|Handler|UserData|Layers)$/;
const SOURCES = /^(FullRepositoryId|BranchName|ConnectionArn|Location|RepositoryName)$/;

/** Calls that a custom resource of the CDK makes. */
function callsOf(resource: TemplateResource | undefined): string[] {
  if (!resource?.Type.startsWith('Custom::')) return [];
  const calls = fieldsIn(resource, /^(Create|Update|Delete)$/);
  return calls.flatMap((call) => {
    const [service] = /"service":"[\w@/.-]+"/.exec(call) ?? [];
    const [action] = /"action":"\w+"/.exec(call) ?? [];
    return service === undefined ? [] : [`${service} ${action}`];
  });
}

/** The fields that CloudFormation's own reference calls secret, where they are no reference to one. */
function secretsIn({ Properties = {} }: TemplateResource): string[] {
  const fields = Object.entries(Properties).filter(([name]) =>
    /^(MasterUserPassword|Password|SecretString|AuthToken)$/.test(name),
  );
  const written = fields.filter(([, value]) => typeof value === 'string' && !textOf(value).includes('{{resolve:'));
  return written.map(([name]) => name);
}
