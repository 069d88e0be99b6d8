import { onemerge } from '../harness/onemerge.ts';
import { asBuild } from '../harness/roles.ts';
import { RehearsalError } from '../shared/errors.ts';
import type { Scenario } from './scenario.ts';

/** The part of `npx onemerge status --json` that is read here. */
interface Status {
  readonly rows: readonly { readonly id: string; readonly state: string; readonly text: string }[];
  readonly merges: readonly { readonly commit?: string; readonly outcome: string }[];
}

/** Nobody has looked for drift in this account yet, and no backup of files is made within the minutes of a rehearsal. */
const EXPECTED: Readonly<Record<string, string>> = { drift: 'warning', uploads: 'warning' };

/** After merges that went live: every row, as the fake AWS and the real cluster answer, and the merges by name. */
export const status: Scenario = {
  id: 'status',
  title: 'onemerge status: both halves, merges, backups, versions and cost on one screen',
  run: async (harness) => {
    // The cluster knows the build, and whoever deployed is nobody to it.
    const credentials = await asBuild(harness, 'status');
    const text = await onemerge(harness, ['status', '--json'], { seconds: 120, codes: [0, 1, 2], credentials });
    const { rows, merges } = JSON.parse(text) as Status;
    const wrong = rows.filter(({ id, state }) => state !== (EXPECTED[id] ?? 'good'));
    if (wrong.length > 0)
      throw new RehearsalError(
        ['the status is wrong', ...wrong.map((row) => `  ${row.id} is ${row.state}: ${row.text}`)].join('\n'),
        { where: 'cli/status', help: 'correct the row, or what the fake AWS answers' },
      );
    const [newest] = merges;
    const commit = rows.find(({ id }) => id === 'commit')?.text ?? '';
    if (newest?.outcome !== 'done' || newest.commit === undefined || !commit.startsWith(newest.commit.slice(0, 7)))
      throw new RehearsalError(`the newest merge is not the first of the list: ${JSON.stringify(newest)}; ${commit}`, {
        where: 'cli/status/merges.ts',
        help: 'read the executions in the log of the fake AWS',
      });
    return `${rows.length} rows, ${merges.length} merges`;
  },
};
