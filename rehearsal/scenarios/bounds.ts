import { appendFileSync } from 'node:fs';
import { z } from 'zod';
import { type PolicyFile, policyDocument } from '../../lib/bootstrap/policies.ts';
import { ACCOUNT, REGION } from '../fakes/aws/start.ts';
import { NAME } from '../harness/project.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Scenario } from './scenario.ts';
import { UNREAD } from './unread.ts';

const answered = z.object({ actions: z.record(z.string(), z.array(z.string())), listed: z.array(z.string()) });

/** What the execution policies allow and no handler of the app's resource types calls, each with its reason. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'cloudformation:DescribeStacks': 'CloudFormation resolves references to outputs of other stacks with it',
  'wafv2:GetWebACL': 'CloudFront asks it for a distribution with blog.webAclArn',
};

/** Every action that the execution policies allow is one that CloudFormation calls for the app, or has a reason. */
export const bounds: Scenario = {
  id: 'bounds',
  title: 'CloudFormation was allowed what it called, and little else',
  unread: UNREAD.noBlog,
  run: async ({ aws, sandbox }) => {
    const { actions, listed } = answered.parse(await aws.ask('/_rehearsal/allowed-actions'));
    const called = Object.keys(actions);
    const patterns = [...allowedPatterns('execution-iam'), ...allowedPatterns('execution-app')];
    const unused = patterns.filter((pattern) => !called.some((action) => matches(pattern, action)));
    appendFileSync(sandbox.log('bounds'), usedAgainstAllowed(patterns, called, listed).join(''));
    const never = unused.filter((pattern) => !listed.some((action) => matches(pattern, action)));
    const unexplained = never.filter((pattern) => !(pattern in EXPLAINED));
    if (unexplained.length > 0) {
      throw new RehearsalError(
        `the execution policies allow what nothing of the app needs: ${unexplained.join(', ')}`,
        {
          where: 'lib/bootstrap',
          help: 'remove it there, or give its reason in rehearsal/scenarios/bounds.ts',
        },
      );
    }
    const later = unused.length - never.length;
    return `${called.length} actions called; ${patterns.length} patterns allow them, ${later} of those for changes and deletions only, ${never.length} with a reason; each in the log \`bounds\``;
  },
};

/** A line for each action that is allowed: what of it was called, or why it stays. */
export function usedAgainstAllowed(
  patterns: readonly string[],
  called: readonly string[],
  listed: readonly string[],
): string[] {
  return patterns.map((pattern) => {
    const used = called.filter((action) => matches(pattern, action));
    const later = listed.some((action) => matches(pattern, action)) ? 'for changes and deletions' : 'by nobody';
    return `${pattern}: ${used.length > 0 ? used.toSorted().join(', ') : (EXPLAINED[pattern] ?? later)}\n`;
  });
}

function allowedPatterns(file: PolicyFile): string[] {
  return policyDocument(file, { name: NAME, region: REGION }, ACCOUNT)
    .Statement.filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action);
}

/** As IAM matches: `*` stands for any characters, and letters are alike in both cases. */
function matches(pattern: string, action: string): boolean {
  return new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'i').test(action);
}
