import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG } from '../../harness/project.ts';
import { whileEdited } from '../../harness/unpushed.ts';
import { addField } from './config-line.ts';

/** Lets CloudFormation make a budget and turn metrics on, as somebody does who administers IAM, before a pull request brings them. */
export async function widenBounds(harness: Harness): Promise<void> {
  const wider = (text: string) => addField(text, "monthlyBudget: 300, cdnMetrics: 'on',");
  await whileEdited(harness, CONFIG, wider, () => onemerge(harness, ['bootstrap', '--yes'], { seconds: 120 }));
}
