import { cacheFolders } from './cache/folders.ts';
import { RehearsalError } from './errors.ts';
import { fillCache, rehearseInside } from './outside.ts';
import { probe, UNTIL, type Until } from './probe.ts';
import { INTERRUPTED } from './process/groups.ts';
import { stopRequest } from './room/enter.ts';
import { removeLeftovers } from './room/leftovers.ts';
import { INSIDE } from './room/mounts.ts';
import { readPlan } from './room/plan.ts';
import { Steps } from './steps.ts';

const USAGE = `usage: node --import tsx rehearsal/main.ts [clean] [--until ${UNTIL.join('|')}] [--keep]`;

/** Shows the machine room of the rehearsal at work: a cluster with Flux, without the stand-in for AWS. */
async function main(args: readonly string[]): Promise<number> {
  const until = (args.includes('--until') ? args[args.indexOf('--until') + 1] : 'end') as Until;
  if (!UNTIL.includes(until)) throw new RehearsalError(`--until ${until} is not a step`, { help: USAGE });
  const keep = args.includes('--keep');
  const steps = new Steps();
  const plan = readPlan(process.env);
  if (plan) {
    const stop = stopRequest();
    await probe(plan, steps, until, keep, stop);
    return stop.aborted ? INTERRUPTED : 0;
  }
  if (args[0] === 'clean') {
    const removed = await removeLeftovers(cacheFolders(process.env));
    steps.say(removed.length === 0 ? 'Nothing to clean.' : `Removed: ${removed.join(', ')}`);
    return 0;
  }
  if (until === 'cache') {
    await fillCache(steps);
    return 0;
  }
  return await rehearseInside(steps, { keepFolder: keep });
}

try {
  // Inside a room servers still listen and programs still run: the end of this process is the end of them all.
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof RehearsalError)) throw error;
  // Inside a room the run's folder has another name than outside, where the message is read.
  console.error(error.report().replaceAll(INSIDE, readPlan(process.env)?.folder ?? INSIDE));
  process.exit(1);
}
