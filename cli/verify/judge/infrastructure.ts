import type { Cause } from '../causes.ts';
import {
  type Execution,
  type InfrastructureFacts,
  isRead,
  type PipelineFacts,
  type Reading,
  type StackFacts,
} from '../facts.ts';
import { nameOf, type Subject } from '../names.ts';
import { isDeployed } from '../readiness.ts';
import type { Part, Problem } from '../verdict.ts';
import { approvalPart } from './approval.ts';
import { problem } from './problem.ts';
import { unreadPart } from './unread.ts';

/** How long a failed stack may still be deployed by this commit's execution, in seconds, by what is known of that. */
const FINAL_AFTER_SECONDS = {
  /** The pipeline starts an execution for a push within this time. */
  none: 45,
  unread: 60,
} as const;

/** The stacks: each complete, and deployed from the template that the commit synthesizes. */
export function infrastructureParts(infrastructure: Reading<InfrastructureFacts>, commit: string): Part[] {
  if (!isRead(infrastructure)) return [unreadPart('infrastructure', 'stacks', infrastructure)];
  const { stacks, execution, approval, pipeline } = infrastructure.value;
  // What nobody approves deploys nothing: the stacks are as a commit before left them, and that is no fault of theirs.
  const known = approval ? 'unapproved' : executionOf(infrastructure.value);
  const asked = approval ? [approvalPart(approval, commit)] : [];
  const parts = [...asked, ...stacks.map((stack) => stackPart(stack, known, pipeline))];
  return execution && !isRead(execution) ? [...parts, unreadPart('infrastructure', 'pipeline', execution)] : parts;
}

/** What is known of the execution of a commit. */
type Known = Execution | 'unapproved' | 'unread';

/** The execution, as far as it is known. Not read at all, it does not matter: then nothing is missing. */
function executionOf({ execution }: InfrastructureFacts): Known {
  if (execution === undefined) return 'none';
  return isRead(execution) ? execution.value : 'unread';
}

function stackPart(stack: StackFacts, execution: Known, pipeline?: PipelineFacts): Part {
  const problems = stackProblems(stack, execution, pipeline);
  const live = isDeployed(stack);
  const template = stack.same ? 'the same template' : 'another template';
  return {
    half: 'infrastructure',
    name: nameOf({ kind: 'stack', name: stack.name }),
    wanted: 'complete, this template',
    found: stack.status === 'ABSENT' ? 'not there' : `${stack.status}, ${template}`,
    state: live ? 'live' : problems.length > 0 ? 'failing' : 'waiting',
    ...(stack.at === undefined ? {} : { at: stack.at }),
    problems,
  };
}

const isMoving = (status: string): boolean => status.endsWith('_IN_PROGRESS');

/** An earlier commit may have failed, and this one's execution may still come: only an ended execution is final. */
function stackProblems(stack: StackFacts, execution: Known, pipeline: PipelineFacts | undefined): Problem[] {
  if (isDeployed(stack) || isMoving(stack.status)) return [];
  if (execution === 'running' || execution === 'unapproved') return [];
  const subject = { kind: 'stack', name: stack.name };
  const finalAfterSeconds = execution === 'none' || execution === 'unread' ? FINAL_AFTER_SECONDS[execution] : 0;
  if (/ROLLBACK|FAILED/.test(stack.status)) {
    const message = [stack.status, ...stack.failures].join('; ');
    return [problem(causeOf(stack.failures), subject, { message, finalAfterSeconds, of: stack.at ?? '' })];
  }
  if (execution === 'failed') {
    const message = 'the execution of this commit failed before it deployed this stack';
    return [problem('infrastructure failed', subject, { message })];
  }
  if (stack.status === 'ABSENT') {
    return [notDeployed(subject, 'the stack does not exist', pipeline)];
  }
  const message = 'the deployed template is not the one that this commit synthesizes';
  if (execution === 'succeeded') return [problem('stack changed by hand', subject, { message })];
  return [notDeployed(subject, message, pipeline)];
}

/** What refuses a resource for good: deploying again would be refused again. The first that matches a failure is the cause. */
const REFUSED: readonly (readonly [RegExp, Cause])[] = [
  // A stack policy, see lib/constructs/stack-policy.ts.
  [/Action denied by stack policy/, 'replacement refused'],
  // The policies of CloudFormation's execution role, see lib/bootstrap. AWS's session of that role bears CloudFormation's name.
  [/:assumed-role\/cdk-\S+-cfn-exec-role-\S+\/AWSCloudFormation is not authorized to perform/, 'beyond the bounds'],
];

function causeOf(failures: readonly string[]): Cause {
  return REFUSED.find(([words]) => failures.some((failure) => words.test(failure)))?.[1] ?? 'stack rolled back';
}

function notDeployed(subject: Subject, message: string, pipeline: PipelineFacts | undefined): Problem {
  if (pipeline === undefined) return problem('stack not deployed', subject, { message });
  const { region, name } = pipeline;
  const help = `start the pipeline: aws codepipeline start-pipeline-execution --region ${region} --name ${name}`;
  return problem('stack not deployed', subject, { message, help });
}
