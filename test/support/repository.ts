import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './documents.ts';

/** Whoever works in a repository of a test, whatever the machine's own settings say of them. */
const SOMEBODY = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];

/** A test, or a suite. */
interface Owner {
  after(work: () => void): void;
}

/** A Git repository in a folder of its own, gone with the test, or with the suite. */
export class TestRepository {
  readonly root = mkdtempSync(join(tmpdir(), 'onemerge-test-'));

  /** @param source a repository that it begins as; an empty one without */
  constructor(of: Owner, source?: TestRepository) {
    of.after(() => rmSync(this.root, { recursive: true, force: true }));
    if (source) cpSync(source.root, this.root, { recursive: true });
    else this.git('init', '--quiet', '--initial-branch', 'main');
  }

  /** The same in a folder of its own, files and history: each command of git that it saves takes a process. */
  copy(of: Owner): TestRepository {
    return new TestRepository(of, this);
  }

  /** Fills it with this project's files as they lie, and its packages. */
  addProject(): void {
    const own = execFileSync('git', ['-C', ROOT, 'ls-files', '-z', 'bin', 'lib', 'cli', 'gitops'], {
      encoding: 'utf8',
    });
    const top = readdirSync(ROOT).filter((name) =>
      /^(cdk|package)\.json$|^onemerge\.config\.ts$|^tsconfig\.json$/.test(name),
    );
    for (const path of [...own.split('\0').filter((one) => one !== ''), ...top]) {
      cpSync(join(ROOT, path), join(this.root, path), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'));
    writeFileSync(join(this.root, '.gitignore'), 'node_modules\n');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Commits everything. Returns the commit. */
  commit(): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '-m', 'x');
    return this.git('rev-parse', 'HEAD');
  }

  /** Runs a command of git's, as somebody: on a new machine nobody has told Git who they are, and a mere merge asks. */
  git(...args: string[]): string {
    return execFileSync('git', ['-C', this.root, ...SOMEBODY, ...args], { encoding: 'utf8' }).trim();
  }
}
