import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why tests about git are skipped, on a machine that has Node.js only. */
export const GIT_MISSING = spawnSync('git', ['--version']).error && 'Git is not installed';

/** A bare repository with one commit on main, and a working copy that pushes to it. */
export class BareRepository {
  readonly bare: string;
  /** The folder below which it lies, at octo-org/blog.git. */
  readonly repositories: string;
  readonly #folder: string;
  readonly #work: string;

  constructor() {
    this.#folder = mkdtempSync(join(tmpdir(), 'onemerge-test-'));
    this.repositories = join(this.#folder, 'repositories');
    this.bare = join(this.repositories, 'octo-org', 'blog.git');
    this.#work = join(this.#folder, 'work');
    this.#run(this.#folder, 'init', '--quiet', '--bare', '--initial-branch=main', this.bare);
    this.#run(this.#folder, 'init', '--quiet', '--initial-branch=main', this.#work);
    this.git('remote', 'add', 'origin', this.bare);
    this.commit('Begin', { 'README.md': 'one\n', 'old.txt': 'old\n' });
    this.git('push', '--quiet', 'origin', 'main');
  }

  /** Runs git in the working copy and returns what it wrote. */
  git(...args: string[]): string {
    return this.#run(this.#work, ...args);
  }

  /** Writes files, commits everything, and returns the commit. */
  commit(subject: string, files: Readonly<Record<string, string>>): string {
    for (const [path, text] of Object.entries(files)) writeFileSync(join(this.#work, path), text);
    this.git('add', '--all');
    this.git('commit', '--quiet', '-m', subject);
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(cwd: string, ...args: string[]): string {
    const who = ['-c', 'user.name=Octo', '-c', 'user.email=octo@example.com'];
    const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
    return execFileSync('git', [...who, ...args], { cwd, env, encoding: 'utf8', timeout: 60_000 }).trim();
  }
}
