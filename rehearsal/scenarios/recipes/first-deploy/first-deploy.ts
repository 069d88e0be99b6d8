import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DescribeTargetGroupsCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { outputOf } from '../../../fakes/deployed-stack/output.ts';
import { confirmAlarmAddress } from '../../../harness/alarms.ts';
import type { Harness } from '../../../harness/harness.ts';
import { NAME } from '../../../harness/project.ts';
import { RehearsalError } from '../../../shared/errors.ts';
import type { Scenario } from '../../scenario.ts';
import { onlyBlock, readRecipe } from '../document.ts';
import { runCommands } from '../run-blocks.ts';
import { EXPECTED, type Line, linesOf } from './lines.ts';

const DOCUMENT = 'docs/first-deploy.md';
const EXPERIMENT = 'An experiment: does a changed fingerprint refresh a weak reference?';

/** A command that answers no ends with 1. */
const OR_NO = ' || test $? -eq 1';

/** Each command of the document is run as a person would, and must answer as the document says. */
export const firstDeploy: Scenario = {
  id: 'first-deploy',
  title: `${DOCUMENT}: the commands that show a deployment answer as it says`,
  run: async (harness) => {
    await confirmAlarmAddress(harness);
    const lines = linesOf(readFileSync(join(harness.project.folder, DOCUMENT), 'utf8'));
    const wrong: string[] = [];
    const elsewhere: string[] = [];
    for (const line of lines) {
      const expected = EXPECTED[line.what];
      if (expected instanceof RegExp) wrong.push(...(await differs(harness, line, expected)));
      else elsewhere.push(line.what);
    }
    wrong.push(...(await experiment(harness)));
    if (wrong.length === 0)
      return `${lines.length - elsewhere.length} lines, and the experiment; ${elsewhere.length} are played elsewhere or need AWS`;
    throw new RehearsalError(`${DOCUMENT} is wrong about ${wrong.length} lines:\n${wrong.join('\n')}`, {
      where: harness.sandbox.log('recipes'),
      help: 'correct the line, or what the fake AWS answers; run again with --keep',
    });
  },
};

/** Its lines can be pasted as they are. What the stand-in answers to the question says nothing about AWS. */
async function experiment(harness: Harness): Promise<string[]> {
  const blocks = readRecipe(harness.project.folder, DOCUMENT, EXPERIMENT);
  const text = `cd "$(mktemp -d)"\n${onlyBlock(blocks, 'sh', DOCUMENT)}`;
  const printed = await runCommands(harness, text).catch((error: Error) => error.message);
  return /^Fixed\s+om-two$/m.test(printed) ? [] : [`  ${EXPERIMENT}\n    ${printed.slice(-500)}`];
}

/** @returns what a command printed in place of what is expected; nothing when it is that */
async function differs(harness: Harness, { what, command = '' }: Line, expected: RegExp): Promise<string[]> {
  const wrong: string[] = [];
  for (const filled of await fill(harness, command)) {
    const printed = await answer(harness, filled);
    if (!expected.test(printed.trim())) wrong.push(`  ${what}: ${filled}\n    ${printed.trim().slice(0, 500)}`);
  }
  return wrong;
}

async function answer({ sandbox, ...harness }: Harness, command: string): Promise<string> {
  const { kubeconfig } = await harness.cluster();
  const text = `export KUBECONFIG=${kubeconfig}\n${command}${command.startsWith('kubectl auth') ? OR_NO : ''}`;
  return await runCommands({ sandbox, ...harness }, text).catch((error: Error) => error.message);
}

/** The command with what is deployed here; one for each when it is about several. */
async function fill(harness: Harness, command: string): Promise<string[]> {
  const { url } = await harness.site();
  const client = new CloudFormationClient(harness.aws.client);
  const pipeline = await outputOf(client, `${NAME}-pipeline`, 'PipelineName');
  const filled = command.replaceAll('<BlogUrl>', url).replaceAll('<PipelineName>', pipeline).replaceAll('<name>', NAME);
  if (!filled.includes('<ARN>')) return [filled];
  const balancers = new ElasticLoadBalancingV2Client(harness.aws.client);
  const { TargetGroups = [] } = await balancers.send(new DescribeTargetGroupsCommand({}));
  return TargetGroups.map(({ TargetGroupArn = '' }) => filled.replaceAll('<ARN>', TargetGroupArn));
}
