import { readFileSync } from 'node:fs';
import { LOCK_FILE, lockedInfrastructure } from '../../../lib/lock.ts';
import { expectLive } from '../../harness/expect-live.ts';
import { CHANGE_LABEL, ofThePod, relabelled } from '../../scenarios/both-halves.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { bothWays } from '../verdict/by-merge.ts';
import { endsAs } from '../verdict/execution.ts';

const BRANCH = 'forged-lock';
const NOBODYS = '0123456789ab';

/** Somebody merges a lock of infrastructure that no commit defines, past every check. */
export const staleLock: Scenario = {
  id: 'gate-stale-lock',
  title: 'a lock that was edited by hand: the build names the command, nothing is applied',
  run: async (harness) => {
    const forged = (text: string) => text.replaceAll(lockedInfrastructure(text) ?? '', NOBODYS);
    const { forth, back } = bothWays({ ...relabelled(BRANCH), [LOCK_FILE]: forged });
    const began = Date.now();
    const commit = await harness.project.merge({ branch: BRANCH, title: 'Edit the lock', edits: forth });
    await endsAs(harness, commit, 'Failed');
    const seconds = (Date.now() - began) / 1000;
    const { log = '' } = await harness.pipeline.runner.ended({ commit }, 1);
    const said = readFileSync(log, 'utf8');
    if (!said.includes(NOBODYS) || !said.includes('help: npx onemerge lock, '))
      throw lockFailed('the build does not say so', log);
    if (/Running command .*cdk deploy/.test(said)) throw lockFailed('the build deployed all the same', log);
    if ((await ofThePod(harness, CHANGE_LABEL)) === BRANCH) throw lockFailed('Flux applied the manifests', log);
    const repaired = await harness.project.merge({ branch: 'renewed-lock', title: 'Renew the lock', edits: back });
    const { summary } = await expectLive(harness, { commit: repaired });
    return `refused after ${seconds.toFixed(0)} s; then ${summary}`;
  },
};

function lockFailed(what: string, log: string): RehearsalError {
  return new RehearsalError(`a stale lock was merged, and ${what}`, {
    where: log,
    help: 'see cli/lock/lock.ts; run again with --keep',
  });
}
