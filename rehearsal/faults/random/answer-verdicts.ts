import { createInterface } from 'node:readline';
import { anyInstallation } from '../../../cli/shared/load-config.ts';
import { ROOT } from '../../../cli/shared/root.ts';
import { History } from '../../../cli/verify/observe/history.ts';
import { Observer } from '../../../cli/verify/observe/observer.ts';
import { toJson } from '../../../cli/verify/report/json.ts';
import { watch } from '../../../cli/verify/watch.ts';

// Answers `{ commit, timeout }`, a line each, with what `onemerge verify --json` prints, on one line. A process that stays,
// because a commit is synthesized once for all its verdicts: of a hundred, most are on the same one.

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
  const quiet = { seen: () => undefined, note: console.error };
  const outcome = await watch(last, quiet, { timeout, interval: 1 });
  console.log(JSON.stringify(JSON.parse(toJson(outcome))));
}
