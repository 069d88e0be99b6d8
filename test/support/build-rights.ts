import type { Template } from 'aws-cdk-lib/assertions';
import { resources, type TemplateResource } from './fixtures.ts';

/** A statement of a policy, as templates have it. */
export interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Effect?: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The statements of every policy that a role carries. @param role what its logical id begins with */
export function statementsOf(stack: Template, role: string): Statement[] {
  const carries = ({ Properties }: TemplateResource) =>
    Properties.Roles.some(({ Ref }: { Ref: string }) => Ref.startsWith(role));
  return Object.values(resources(stack, 'AWS::IAM::Policy'))
    .filter(carries)
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

/** What a role may do at all: every action once, sorted. */
export const actionsOf = (stack: Template, role: string): string[] =>
  [...new Set(statementsOf(stack, role).flatMap(({ Action }) => Action))].sort();

/** What CodeBuild and CodePipeline need of every build of a pipeline in the VPC. */
export const RIGHTS_OF_ANY_BUILD: readonly string[] = [
  'ec2:CreateNetworkInterface',
  'ec2:CreateNetworkInterfacePermission',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:GetBucket*',
  's3:GetObject*',
  's3:List*',
];
