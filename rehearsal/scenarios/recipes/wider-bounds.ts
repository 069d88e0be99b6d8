import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { CONFIG } from '../../harness/project.ts';
import { whileEdited } from '../../harness/unpushed.ts';
import { addField } from './config-line.ts';

/**
 * Lets CloudFormation deploy what a pull request is about to bring, as somebody does who administers IAM.
 * @param fields lines of the config, for example `monthlyBudget: 300,`
 */
export async function widenBounds(harness: Harness, fields: string): Promise<void> {
  const wider = (text: string) => addField(text, fields);
  await whileEdited(harness, CONFIG, wider, () => onemerge(harness, ['bootstrap', '--yes'], { seconds: 120 }));
}
