import { Aws, Stack } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  CompositePrincipal,
  type IRole,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Config } from '../config/config.ts';
import { neighboursOf } from '../config/environment.ts';
import { promotionRole } from '../names.ts';

export interface PromotionProps {
  readonly config: Config;
  /** The role of the build, which promotes to the environments after this one, and asks the one before. */
  readonly build: IRole;
}

/**
 * What the builds of environments may do to each other: that of the one before starts this one's pipeline, that of the one
 * after asks how this one's executions ended. Both by one role, which can do no more; so the other may be in another account.
 * An environment without neighbours has none.
 */
export class Promotion extends Construct {
  constructor(scope: Construct, id: string, { config, build }: PromotionProps) {
    super(scope, id);
    const neighbours = neighboursOf(config);
    if (neighbours.length === 0) return;
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      roleName: promotionRole(config.name),
      description: `Starts and reads the pipeline of ${config.name}, for the builds of other environments`,
      assumedBy: new CompositePrincipal(...neighbours.map(buildOf)),
    });
    const pipelines = stack.formatArn({ service: 'codepipeline', resource: `${config.name}-pipeline-*` });
    role.addToPolicy(
      new PolicyStatement({
        actions: [
          // What waits for a person's approval looks like one that runs, but for its actions.
          ...(config.environment?.approval ? ['codepipeline:ListActionExecutions'] : []),
          'codepipeline:ListPipelineExecutions',
          'codepipeline:StartPipelineExecution',
        ],
        resources: [pipelines],
      }),
    );
    const own = stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${stack.stackName}/*` });
    role.addToPolicy(new PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: [own] }));
    build.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['sts:AssumeRole'],
        resources: neighbours.map((other) => `arn:aws:iam::${accountOf(other)}:role/${promotionRole(other.name)}`),
      }),
    );
    const reason = 'CloudFormation makes up the rest of the names of this pipeline and this stack.';
    acknowledge(role, reason, finding(pipelines), finding(own));
  }
}

const accountOf = ({ account }: Config): string => account ?? Aws.ACCOUNT_ID;

const finding = (arn: string): string =>
  `AwsSolutions-IAM5[Resource::${arn.replace(/\$\{Token\[(AWS)[.:]+(\w+)[^}]*\}/g, '<$1::$2>')}]`;

/** The build of an environment, by the name of its role: one that is made anew stays allowed. */
const buildOf = (one: Config): PrincipalWithConditions =>
  new PrincipalWithConditions(new AccountPrincipal(accountOf(one)), {
    ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${accountOf(one)}:role/${one.name}-pipeline-*` },
  });
