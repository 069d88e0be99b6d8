import { createInterface } from 'node:readline';
import { CommandError } from '../../../cli/shared/command-error.ts';
import { anyInstallation } from '../../../cli/shared/load-config.ts';
import { ROOT } from '../../../cli/shared/root.ts';
import { History } from '../../../cli/verify/observe/history.ts';
import { Observer } from '../../../cli/verify/observe/observer.ts';
import { toJson } from '../../../cli/verify/report/json.ts';
import { type Outcome, watch } from '../../../cli/verify/watch.ts';

// Answers `{ commit, timeout }`, a line each, with what `onemerge verify --json` prints, on one line. A process that stays,
// because a commit is synthesized once for all its verdicts: of a hundred, most are on the same one.

/** Seconds. */
const LONGEST_LOOK = 120;

const config = await anyInstallation();
const { owner, name, branch } = config.repository;
let last: Observer | undefined;
let of = '';

for await (const line of createInterface({ input: process.stdin })) {
  const { commit, timeout } = JSON.parse(line) as { readonly commit: string; readonly timeout: number };
  if (commit !== of) {
    await last?.close();
    const remote = { branch, publicUrl: `https://github.com/${owner}/${name}.git`, note: console.error };
    last = new Observer(config, await History.open(ROOT, remote, commit), { folder: ROOT });
    of = commit;
  }
  if (last === undefined) throw new Error('no commit was named');
  console.log(JSON.stringify(JSON.parse(toJson(await patiently(last, timeout)))));
}

/** A busy machine may not be done with its first look when the time is up: then it gets more of it. */
async function patiently(observer: Observer, seconds: number): Promise<Outcome> {
  const quiet = { seen: () => undefined, note: console.error };
  try {
    return await watch(observer, quiet, { timeout: seconds, interval: 1 });
  } catch (error) {
    if (!(error instanceof CommandError) || seconds >= LONGEST_LOOK) throw error;
    return await patiently(observer, LONGEST_LOOK);
  }
}
