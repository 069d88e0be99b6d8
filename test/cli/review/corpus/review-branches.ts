import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { addedApprovals, approvalsAt } from '../../../../cli/review/approvals.ts';
import type { HalfName, TreeFacts } from '../../../../cli/review/facts.ts';
import { readHalves } from '../../../../cli/review/reader/read-halves.ts';
import { compareTrees, type ReadBoth, type Review, review } from '../../../../cli/review/review.ts';
import { halvesToRead } from '../../../../cli/review/skip.ts';
import { ROOT } from '../../../support/documents.ts';
import { TestRepository } from '../../../support/repository.ts';
import type { Edit, Files } from './edits.ts';
import { projectFiles } from './project.ts';

/** A branch that was reviewed, or the error in place of a report. */
export type Reviewed =
  | {
      readonly review: Omit<Review, 'seconds'>;
      readonly facts: readonly [TreeFacts, TreeFacts];
      readonly paths: readonly string[];
    }
  | { readonly error: unknown };

type Branches = Readonly<Record<string, readonly Edit[]>>;

/**
 * Makes each branch in a worktree of one repository, and reviews it. In this process: a process for each side would take
 * a second, and the code of each side is its own anyway.
 * @param asked those for which git is asked one by one, as the command does; for the others once for all
 * @param project the files that they start from
 */
export async function reviewBranches(
  of: { after(work: () => void): void },
  branches: Branches,
  asked: Branches,
  project: Files = projectFiles(),
): Promise<Record<string, Reviewed>> {
  const repository = new TestRepository(of);
  const base = commits(repository, branches, project);
  const paths = pathsByBranch(repository);
  symlinkSync(join(ROOT, 'node_modules'), join(repository.root, 'node_modules'));
  const before = await readHalves(repository.root, ['checks', 'workload']);
  const reviewed: Record<string, Reviewed> = {};
  for (const name of Object.keys(branches)) {
    const folder = join(repository.root, 'branches', name);
    const own = paths[name] ?? [];
    reviewed[name] = asked[name] ? await wholly(folder, base, before, own) : await quickly(name, folder, before, own);
  }
  return reviewed;
}

/** As the command does. */
async function wholly(folder: string, base: string, before: TreeFacts, paths: readonly string[]): Promise<Reviewed> {
  let facts: [TreeFacts, TreeFacts] = [{}, {}];
  const read: ReadBoth = async (root, _, halves) => {
    facts = [before, await readHalves(root, halves)];
    return facts;
  };
  try {
    return { review: await review(folder, base, { read }), facts, paths };
  } catch (error) {
    return { error };
  }
}

async function quickly(name: string, folder: string, before: TreeFacts, paths: readonly string[]): Promise<Reviewed> {
  // cdk-nag looks at everything, which takes long, and only some branches are about it.
  const needed = halvesToRead(paths).flatMap((half): HalfName[] =>
    half === 'checks' && !name.startsWith('rules-') ? ['infrastructure', 'others'] : [half],
  );
  const after = await readHalves(folder, needed);
  const branch = { base: '', head: '', paths, approvals: addedApprovals(undefined, approvalsAt(folder)) };
  return { review: compareTrees(branch, before, after), facts: [before, after], paths };
}

/** The files that each branch changes. */
function pathsByBranch(repository: TestRepository): Record<string, string[]> {
  const log = repository.git('log', '--branches', '--not', 'main', '--name-only', '--no-renames', '--format=%x00%S');
  const entries = log.split('\0').map((entry) => entry.split('\n').filter((line) => line !== ''));
  return Object.fromEntries(entries.map(([ref = '', ...paths]) => [ref.replace('refs/heads/', ''), paths]));
}

/** Commits the project on main, and each branch on top of it, in one process of git. Returns the base. */
function commits(repository: TestRepository, branches: Branches, project: Files): string {
  const base = { '.gitignore': 'node_modules\nbranches\n', ...project };
  const all = Object.entries(branches).map(([name, edits]) => {
    const files: Files = { ...base };
    for (const edit of edits) edit(files);
    return commit(name, 'from refs/heads/main\n', base, files);
  });
  const input = [commit('main', '', {}, base), ...all].join('');
  execFileSync('git', ['-C', repository.root, 'fast-import', '--quiet'], { input });
  repository.git('reset', '--quiet', '--hard');
  // One process starts the others: each start out of this one takes longer than the work itself.
  const worktrees = Object.keys(branches).map((name) => `git worktree add --quiet branches/${name} ${name}`);
  execFileSync('sh', ['-ec', worktrees.join('\n')], { cwd: repository.root });
  return repository.git('rev-parse', 'main');
}

/** What git's fast-import reads. https://git-scm.com/docs/git-fast-import#_input_format */
function commit(branch: string, from: string, before: Files, after: Files): string {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const gone = Object.keys(before).filter((path) => after[path] === undefined);
  const written = Object.entries(after).filter(([path, text]) => before[path] !== text);
  const lines = [
    ...gone.map((path) => `D "${path}"\n`),
    ...written.map(([path, text]) => `M 100644 inline "${path}"\n${data(text)}`),
  ];
  const head = `commit refs/heads/${branch}\ncommitter test <test@example.com> 0 +0000\n${data(branch)}`;
  return `${head}${from}${lines.join('')}\n`;
}
