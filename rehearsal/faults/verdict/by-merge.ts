import type { PullRequest } from '../../cluster/git/repository.ts';
import type { Harness } from '../../harness/harness.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { expectNotLive, expectRepaired, type Fault } from './expect-not-live.ts';

interface BrokenByMerge {
  readonly id: string;
  readonly title: string;
  readonly cause: Fault['cause'];
  /** See `Fault`. */
  readonly also?: NonNullable<Fault['also']>;
  readonly edits: Edits;
  /** See `Fault`; gets the commit. */
  readonly isFinal: (harness: Harness, commit: string) => Promise<true | undefined>;
}

/** A fault that a merged pull request causes and its revert repairs. */
export function brokenByMerge({ id, title, cause, also, edits, isFinal }: BrokenByMerge): Scenario {
  return {
    id,
    title: `${title}: not live, "${cause}"${also === undefined ? '' : ` and "${also}"`}`,
    run: async (harness) => {
      const { forth, back } = bothWays(edits);
      const commit = await harness.project.merge({ branch: id, title, edits: forth });
      const measured = await expectNotLive(harness, {
        commit,
        cause,
        ...(also === undefined ? {} : { also }),
        isFinal: () => isFinal(harness, commit),
      });
      await expectRepaired(
        harness,
        await harness.project.merge({ branch: `repair-${id}`, title: `Revert: ${title}`, edits: back }),
      );
      return measured;
    },
  };
}

type Edits = PullRequest['edits'];

/** Edits, and those that restore each file. */
export function bothWays(edits: Edits): { readonly forth: Edits; readonly back: Edits } {
  const before = new Map<string, string>();
  const forth = Object.entries(edits).map(([file, edit]): [string, Edits[string]] => [
    file,
    (text) => {
      before.set(file, text);
      return edit(text);
    },
  ]);
  const back = Object.keys(edits).map((file): [string, Edits[string]] => [file, (text) => before.get(file) ?? text]);
  return { forth: Object.fromEntries(forth), back: Object.fromEntries(back) };
}
