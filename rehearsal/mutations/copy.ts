import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Mutation } from './mutate.ts';

/** A copy of the repository, in which files may be changed. */
export class Copy {
  /** Where it is. */
  readonly folder: string;
  readonly #repository: string;

  /** @param folder that does not exist yet */
  constructor(repository: string, folder: string) {
    this.folder = folder;
    this.#repository = repository;
    for (const path of filesOf(repository)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      this.#restore(path);
    }
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  }

  /** Does something while a mutation is there. */
  with<T>(mutation: Mutation, work: () => T): T {
    writeFileSync(join(this.folder, mutation.path), mutation.text);
    try {
      return work();
    } finally {
      this.#restore(mutation.path);
    }
  }

  #restore(path: string): void {
    cpSync(join(this.#repository, path), join(this.folder, path), { verbatimSymlinks: true });
  }
}

/** As they lie, without what Git ignores: paths in the repository. */
function filesOf(repository: string): string[] {
  const args = ['-C', repository, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  return execFileSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
    .split('\0')
    .filter((path) => path !== '');
}
