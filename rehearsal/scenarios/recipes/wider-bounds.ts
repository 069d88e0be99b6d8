import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { replaceOnce } from '../../harness/project.ts';

const FILE = 'onemerge.config.ts';

/**
 * Lets CloudFormation make a budget, as somebody does who administers IAM, before a pull request brings one: bounds are
 * those of the config, which is as before afterwards.
 */
export async function allowBudgets(harness: Harness): Promise<void> {
  const file = join(harness.project.folder, FILE);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, replaceOnce(text, '"alarmEmail"', '"monthlyBudget": 300, "alarmEmail"', FILE));
  await onemerge(harness, ['bootstrap', '--yes'], { seconds: 120 });
  writeFileSync(file, text);
}
