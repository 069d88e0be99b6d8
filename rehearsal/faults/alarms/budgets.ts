import { z } from 'zod';
import { CERTIFICATE_REGION } from '../../../lib/config/certificate-region.ts';
import { expectOneMail, wrongAlarm } from '../../harness/alarms.ts';
import type { Harness } from '../../harness/harness.ts';
import { DOLLARS } from './every-alarm.ts';

const budgetsSchema = z.object({ budgets: z.array(z.object({ name: z.string(), amount: z.number() })) });

/** What was spent of a budget's amount and what the month is going to cost, and the word in the mail that this is told by. */
const MONTH = [
  { actual: 0.5, forecast: 1, told: undefined },
  { actual: 0.8, forecast: 1, told: undefined },
  { actual: 0.81, forecast: 1, told: 'ACTUAL' },
  { actual: 0.85, forecast: 1.01, told: 'FORECASTED' },
  { actual: 0.9, forecast: 1.1, told: undefined },
];

/**
 * Spends a budget: a mail when four fifths are gone, one when the month is going to cost more, and no other. AWS writes them itself,
 * straight to the address, so that they name the budget and no line of the runbook.
 * @returns for the report
 */
export async function spendBudget(harness: Harness): Promise<string> {
  const { budgets } = budgetsSchema.parse(await harness.aws.ask('/_rehearsal/budgets'));
  const [budget, ...others] = budgets;
  if (budget?.amount !== DOLLARS || others.length > 0)
    throw wrongAlarm(`there is not one budget of ${DOLLARS} dollars: ${JSON.stringify(budgets)}`);
  const quiet: object[] = [];
  for (const { actual, forecast, told } of MONTH) {
    const body = { budget: budget.name, actual: actual * budget.amount, forecast: forecast * budget.amount };
    quiet.push(body);
    if (told === undefined) continue;
    // What must be silent goes with what must not, so that one mail is all that came of them.
    const costs = quiet.splice(0);
    const spend = async () => {
      for (const one of costs) await harness.aws.ask(PLAY, { method: 'POST', body: one });
    };
    await expectOneMail(harness, `the ${told} cost of ${budget.name}`, spend);
  }
  const before = await harness.aws.ask('/_rehearsal/mails');
  for (const one of quiet) await harness.aws.ask(PLAY, { method: 'POST', body: one });
  if (JSON.stringify(await harness.aws.ask('/_rehearsal/mails')) !== JSON.stringify(before))
    throw wrongAlarm(`${budget.name} was mailed more than once`);
  return 'budget, spent and forecast';
}

const PLAY = `/_rehearsal/budgets/play?region=${CERTIFICATE_REGION}`;
