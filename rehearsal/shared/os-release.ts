import { readFileSync } from 'node:fs';

/** The system that a machine runs, as its /etc/os-release names it. */
export interface OsRelease {
  /** Lower case, such as `debian`; `unknown` when the file does not say. */
  readonly id: string;
  /** The systems that it is made from, such as `debian` for Ubuntu. */
  readonly like: readonly string[];
  /** Such as `13` or `24.04`; empty when the file does not say. */
  readonly version: string;
  /** For people. */
  readonly name: string;
}

/** Reads this machine's. A machine without the file has one that says `unknown`. */
export function osRelease(file = '/etc/os-release'): OsRelease {
  try {
    return parseOsRelease(readFileSync(file, 'utf8'));
  } catch {
    return parseOsRelease('');
  }
}

/** Reads the text of an /etc/os-release: lines of NAME=value, the value often in quotes. */
export function parseOsRelease(text: string): OsRelease {
  const values = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(/^([A-Z_]+)=["']?([^"'\n]*)["']?$/gm)) values.set(key, value);
  return {
    id: values.get('ID') ?? 'unknown',
    like: (values.get('ID_LIKE') ?? '').split(' ').filter(Boolean),
    version: values.get('VERSION_ID') ?? '',
    name: values.get('PRETTY_NAME') ?? 'a system without a name',
  };
}
