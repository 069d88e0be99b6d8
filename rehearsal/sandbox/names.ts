import { readFileSync, writeFileSync } from 'node:fs';
import { coverFile } from './mounts.ts';

/** Host names that the sandbox answers itself, for its processes (/etc/hosts) and its pods (CoreDNS reads the same file). */
export class Names {
  /** The hosts file; CoreDNS looks at it once a second. */
  readonly file: string;

  private constructor(file: string) {
    this.file = file;
  }

  /** Covers the machine's /etc/hosts in the sandbox. */
  static async open(): Promise<Names> {
    return new Names(await coverFile('/etc/hosts', 'hosts', '127.0.0.1 localhost\n::1 localhost\n'));
  }

  /** Makes exactly these names lead to an address; others that did so do no more. */
  replace(address: string, names: readonly string[]): void {
    const others = readFileSync(this.file, 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith(`${address} `));
    writeFileSync(this.file, [...others.slice(0, -1), `${address} ${names.join(' ')}`, ''].join('\n'));
  }

  /** Makes names lead to an address. Wildcards do not exist here: list what is used. */
  add(address: string, names: readonly string[]): void {
    // Rewritten in place: a new file would not be the one that is mounted.
    writeFileSync(this.file, `${readFileSync(this.file, 'utf8')}${address} ${names.join(' ')}\n`);
  }
}
