import { readFileSync } from 'node:fs';
import { replaceOnce } from '../../harness/project.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { mergeRolledBack } from './rolled-back.ts';

const FILE = 'lib/pipeline-stack.ts';
const BEFORE = "new CfnOutput(this, 'PipelineName'";

interface Escape {
  readonly id: string;
  /** What the merge brings, for its title. */
  readonly brings: string;
  /** TypeScript, in the constructor of a stack. */
  readonly code: string;
  /** The action that the execution role must be refused. */
  readonly refused: string;
}

/** What would outlive the boundary of the app's roles. */
const ESCAPES: readonly Escape[] = [
  {
    id: 'iam-user',
    brings: 'an IAM user',
    code: "new iam.CfnUser(this, 'Visitor');",
    refused: 'iam:CreateUser',
  },
  {
    id: 'unbounded-role',
    brings: 'a role without the boundary',
    code: "iam.PermissionsBoundary.of(new iam.Role(this, 'Free', { assumedBy: new iam.AccountRootPrincipal() })).clear();",
    refused: 'iam:CreateRole',
  },
];

/** A merge that would get out of the bounds is rolled back by the policies of CloudFormation's execution role. */
export const beyondTheBounds: readonly Scenario[] = ESCAPES.map(({ id, brings, code, refused }) => ({
  id,
  title: `a merge with ${brings}: not live, "beyond the bounds"`,
  run: async (harness) => {
    const edit = (text: string) =>
      `import * as iam from 'aws-cdk-lib/aws-iam';\n${replaceOnce(text, BEFORE, `${code}\n    ${BEFORE}`, FILE)}`;
    return await mergeRolledBack(harness, {
      branch: id,
      title: `Add ${brings}`,
      edits: { [FILE]: edit },
      stack: 'pipeline',
      cause: 'beyond the bounds',
      inspect: async (commit) => {
        const { log = '' } = await harness.pipeline.runner.ended({ commit }, 1);
        if (readFileSync(log, 'utf8').replaceAll(/\s+/g, ' ').includes(`is not authorized to perform: ${refused}`))
          return;
        throw new RehearsalError(`the build of a merge with ${brings} does not say that ${refused} was refused`, {
          where: log,
          help: 'see lib/bootstrap/execution-iam.json; run again with --keep',
        });
      },
    });
  },
}));
