import { readFileSync } from 'node:fs';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodePipelineClient, StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { z } from 'zod';
import type { Execution } from '../../fakes/codepipeline/execution.ts';
import { Deployed } from '../../fakes/deployed-stack/deployed.ts';
import { readStack } from '../../fakes/deployed-stack/read-stack.ts';
import { confirmAlarmAddress } from '../../harness/alarms.ts';
import { CHANGED, changeByHand } from '../../harness/changes-by-hand.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { followPipeline } from '../../harness/pipeline.ts';
import { CONFIG, NAME } from '../../harness/project.ts';
import { asService } from '../../harness/roles.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { Scenario } from '../scenario.ts';
import { addField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { chatOfTheDocument, requireMessages } from './open-chat.ts';
import { widenBounds } from './wider-bounds.ts';

const DOCUMENT = 'docs/operations.md';
/** Longest build, in seconds. */
const TIMEOUT_SECONDS = 600;

/** A week without drift, one in which both halves have some, and one after both were put back. */
export const drift: Scenario = {
  id: 'drift',
  title: `${DOCUMENT}: the weekly look tells once what somebody changed in either half, and is silent otherwise`,
  run: async (harness) => {
    const blocks = readRecipe(harness.project.folder, DOCUMENT, 'What did somebody change by hand?');
    const weekly = onlyBlock(blocks, 'ts', DOCUMENT);
    await widenBounds(harness, weekly);
    const { service, line } = await chatOfTheDocument(harness);
    const edits = { [CONFIG]: (text: string) => addField(addField(text, line), weekly) };
    const change = { branch: 'weekly-drift', title: 'Look for drift every week', edits };
    await expectLive(harness, { commit: await harness.project.merge(change) });
    await confirmAlarmAddress(harness);
    const live = /^✅ .* is live/;
    requireMessages(service, [live]);

    const { runner, stop } = followPipeline(
      harness.sandbox,
      harness.name,
      harness.aws,
      harness.github.gitToken,
      'DriftPipeline',
    );
    const week = async (expected: Execution['status']) => {
      const ended = await runner.ended({ id: await onMonday(harness) }, TIMEOUT_SECONDS);
      const log = ended.log === undefined ? '' : readFileSync(ended.log, 'utf8');
      if (ended.status === expected) return { log, seconds: Math.round((ended.updated - ended.started) / 1000) };
      throw wrong(`the look for drift ended as ${ended.status}, expected: ${expected}\n${log.slice(-1500)}`);
    };
    const quiet = await week('Succeeded');
    requireMessages(service, [live]);
    await requireMails(harness, 0);

    const putBack = await changeByHand(harness);
    const found = await week('Failed');
    const missed = CHANGED.filter((one) => !found.log.includes(one));
    if (missed.length > 0) throw wrong(`the log does not name ${missed.join(', ')}\n${found.log.slice(-1500)}`);
    const both = /^❌ .*: 2 things were changed past the repository\.\n(?=.*FlowLogGroup)(?=.*Service ghost\/ghost)/s;
    requireMessages(service, [live, both]);
    await requireMails(harness, 1);

    await putBack();
    await week('Succeeded');
    requireMessages(service, [live, both]);
    await requireMails(harness, 1);
    stop();
    service.close();
    return `silent in ${quiet.seconds} s; then both named, by one mail and one message; silent again once they were put back`;
  },
};

const weeklyRule = z.object({
  ScheduleExpression: z.string(),
  Targets: z.tuple([z.object({ Arn: z.unknown(), RoleArn: z.unknown() })]),
});

/** Does what EventBridge does when the time has come, by the role of the deployed rule. @returns the id of the execution */
async function onMonday({ aws }: Harness): Promise<string> {
  const stack = new Deployed(await readStack(new CloudFormationClient(aws.client), `${NAME}-pipeline`));
  const type = 'AWS::Events::Rule';
  const [id = ''] = stack.all(type).filter((one) => one.startsWith('DriftWeekly'));
  const { ScheduleExpression, Targets } = stack.properties(id, type, weeklyRule);
  if (!/^cron\(\d+ \d+ \? \* MON \*\)$/.test(ScheduleExpression)) throw wrong(`it begins at ${ScheduleExpression}`);
  const [{ Arn, RoleArn }] = Targets;
  const [pipeline = ''] = stack.all('AWS::CodePipeline::Pipeline').filter((one) => one.startsWith('DriftPipeline'));
  if (!JSON.stringify(Arn).includes(`{"Ref":"${pipeline}"}`)) throw wrong(`it starts ${JSON.stringify(Arn)}`);
  const credentials = await asService(aws, {
    service: 'events.amazonaws.com',
    role: stack.physicalId(stack.required(RoleArn, id)),
    source: `rule/${stack.physicalId(id)}`,
  });
  const client = new CodePipelineClient({ ...aws.client, credentials });
  const started = await client.send(new StartPipelineExecutionCommand({ name: stack.physicalId(pipeline) }));
  return started.pipelineExecutionId ?? '';
}

const mailsSchema = z.object({ mails: z.array(z.object({ message: z.string() })) });

/** Requires that the look has mailed its line of the runbook so often. */
async function requireMails(harness: Harness, count: number): Promise<void> {
  const mails = async () => {
    const all = mailsSchema.parse(await harness.aws.ask('/_rehearsal/mails')).mails;
    return all.filter(({ message }) => message.includes('operations.md#alarm-drift-found'));
  };
  if (count > 0)
    await waitFor('the look for drift is mailed', async () => (await mails()).length >= count || undefined, {
      seconds: 60,
      where: harness.sandbox.log('aws'),
    });
  const found = await mails();
  if (found.length !== count) throw wrong(`${found.length} mails tell of drift, expected: ${count}`);
}

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, {
    where: DOCUMENT,
    help: 'see cli/drift and lib/constructs/drift-check.ts; run again with --keep',
  });
}
