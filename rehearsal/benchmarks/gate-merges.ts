import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCK_FILE, lockedInfrastructure } from '../../lib/lock.ts';
import { expectLive } from '../harness/expect-live.ts';
import type { Harness } from '../harness/harness.ts';
import { CONFIG, replaceMatches } from '../harness/project.ts';
import { relabelled } from '../scenarios/both-halves.ts';
import { type GateWatch, watchGate } from '../scenarios/gate-watch.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { RehearsalError } from '../shared/errors.ts';
import { percentile } from '../shared/percentile.ts';

const MERGES = 50;

/** Milliseconds from complete infrastructure to the last object of the workload, in the median. Twice as much fails. */
const TARGET = 1000;

/** What the gate did in a merge: how long until its infrastructure stood, and then until its workload was applied. */
interface Passage {
  readonly held: number;
  readonly applying: number;
  readonly objects: number;
}

/** Every object of the kinds that Flux owns is followed while pull requests change both halves. */
export const gateMerges: Scenario = {
  id: 'gate-merges',
  title: `${MERGES} merges of both halves: nothing is applied before its infrastructure stands`,
  run: async (harness) => {
    const watch = await watchGate(harness);
    try {
      const passages: Passage[] = [];
      while (passages.length < MERGES) passages.push(await passage(harness, watch, passages.length + 1));
      const applying = passages.map((one) => one.applying);
      const median = percentile(applying, 50);
      const figures = {
        'infrastructure complete to the last object of the workload, ms': applying,
        'merge to infrastructure complete, ms': passages.map(({ held }) => held),
      };
      if (median > 2 * TARGET)
        throw new RehearsalError(
          `all ${MERGES} held, but the workload is applied ${median} ms after its infrastructure stands, in the median`,
          {
            help: `measure on an idle machine; the target is ${TARGET} ms`,
          },
        );
      const objects = Math.min(...passages.map((one) => one.objects));
      return {
        note: `${passages.length} of ${MERGES} held; what each changed (${objects} object at least) was applied within ${median} ms (median; target ${TARGET} ms), ${Math.max(...applying)} ms at most`,
        figures,
      };
    } finally {
      watch.stop();
    }
  },
};

/** Merges one more GiB of storage with another label of the pod, and waits until both are live. */
async function passage(harness: Harness, watch: GateWatch, turn: number): Promise<Passage> {
  const branch = `gate-${turn}`;
  const edits = { ...relabelled(branch), [CONFIG]: grown(20 + turn) };
  const began = Date.now();
  const commit = await harness.project.merge({ branch, title: `Change both halves, ${turn}`, edits });
  const merged = Date.now();
  const infrastructure = lockedInfrastructure(readFileSync(join(harness.project.folder, LOCK_FILE), 'utf8')) ?? '';
  await expectLive(harness, { commit });
  const opened = watch.opened(infrastructure);
  const written = watch.writtenSince(began);
  if (opened === undefined || written.length === 0)
    throw failed(turn, `nothing was written, or nothing seen of the infrastructure ${infrastructure}`);
  const early = written.filter(({ at }) => at < opened);
  if (early.length > 0) {
    const names = early.map(({ object, at }) => `${object} ${opened - at} ms`);
    throw failed(turn, `applied before the infrastructure was complete: ${names.join(', ')}`);
  }
  return {
    held: opened - merged,
    applying: Math.max(...written.map(({ at }) => at)) - opened,
    objects: written.length,
  };
}

/** The storage of the database; what RDS has can only grow. */
const grown = (gibibytes: number) => (text: string) =>
  replaceMatches(
    text,
    /"size": ("[^"]+"),(\n\s+)(?:"storageGiB": \d+,\s+)?/,
    `"size": $1,$2"storageGiB": ${gibibytes},$2`,
    CONFIG,
  );

function failed(turn: number, what: string): RehearsalError {
  return new RehearsalError(`merge ${turn}: ${what}`, {
    help: 'see docs/decisions/0015-the-gate.md; run again with --keep',
  });
}
