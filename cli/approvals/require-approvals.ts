import type { Config } from '../../lib/config/config.ts';
import { APPROVALS_FILE, approvalOf, approvalsAt, approvalsIn, judge } from '../review/approvals.ts';
import type { Finding, Stacks } from '../review/facts.ts';
import { compareStacks } from '../review/infrastructure/compare.ts';
import { DATA_RULES, dataAtRisk } from '../review/infrastructure/data-at-risk.ts';
import { readTree } from '../review/trees.ts';
import { assemblyStacks } from '../shared/assembly.ts';
import { CommandError } from '../shared/command-error.ts';
import { ROOT } from '../shared/root.ts';
import { deployedTemplates } from './deployed.ts';
import { asKept } from './templates.ts';

/** Turning protection off loses nothing yet, and the config demands a reason for it. */
const { protection: _, ...DEPLOYMENT_RULES } = DATA_RULES;

/**
 * Compares what is deployed with what would be. Returns what to tell.
 * @param app the folder of a synthesized app; the files are synthesized here without one
 * @throws CommandError with exit code 1 when data is at risk without an approval, with 2 when one side cannot be read
 */
export async function requireApprovals(
  config: Pick<Config, 'name' | 'region' | 'account'>,
  app?: string,
): Promise<string> {
  const synthesized = app === undefined ? await synthesizedStacks() : assemblyStacks(app);
  return judgeDeployment(await deployedTemplates(config, synthesized), synthesized, approvalsAt(ROOT));
}

/**
 * Judges a deployment. Returns what to tell.
 * @param deployed the stacks that stand; one that the app does not define any more is left alone by `cdk deploy`
 * @param approvals the text of approvals.json; undefined when there is none
 * @throws CommandError with exit code 1 when data is at risk without an approval
 */
export function judgeDeployment(deployed: Stacks, synthesized: Stacks, approvals: string | undefined): string {
  const changes = compareStacks(asKept(deployed), asKept(synthesized));
  const { blocking, approved } = judge(dataAtRisk(changes, DEPLOYMENT_RULES), approvalsIn(approvals));
  if (blocking.length > 0) throw unapproved(blocking);
  if (approved.length === 0) return 'This deployment puts no data at risk.';
  return approved.map(({ subject, what, reason }) => `approved: ${subject} ${what}, because ${reason}`).join('\n');
}

function unapproved(blocking: readonly Finding[]): CommandError {
  const risks = blocking.map(({ subject, what }) => `  ${subject} ${what}`);
  const entries = [...new Set(blocking.map(approvalOf))];
  return new CommandError(
    `this deployment puts data at risk, and ${APPROVALS_FILE} does not approve it:\n${risks.join('\n')}`,
    {
      where: 'docs/review.md',
      help: `revert the merge; if you mean it, merge these lines of the list in ${APPROVALS_FILE}: ${entries.join(', ')}`,
      exitCode: 1,
    },
  );
}

async function synthesizedStacks(): Promise<Stacks> {
  const { infrastructure } = await readTree(ROOT, ['infrastructure']);
  if (infrastructure && 'value' in infrastructure) return infrastructure.value;
  throw new CommandError(`the app does not synthesize: ${infrastructure?.error}`, { help: 'npx cdk synth --quiet' });
}
