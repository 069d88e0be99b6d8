import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG } from '../../harness/project.ts';
import { whileEdited } from '../../harness/unpushed.ts';
import { addField } from './config-line.ts';

/** Lets CloudFormation make a budget, as somebody does who administers IAM, before a pull request brings one. */
export async function allowBudgets(harness: Harness): Promise<void> {
  const withBudget = (text: string) => addField(text, 'monthlyBudget: 300,');
  await whileEdited(harness, CONFIG, withBudget, () => onemerge(harness, ['bootstrap', '--yes'], { seconds: 120 }));
}
