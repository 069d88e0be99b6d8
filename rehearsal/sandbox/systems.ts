import type { OsRelease } from '../shared/os-release.ts';

/** Systems on which rehearsals have passed, on Debian 13 up to `picture-after` so far: id and version as in /etc/os-release. */
const TRIED = ['debian 12', 'debian 13'];

/** The system's name, and what to expect of one on which the rehearsal was not tried: a line for the table. */
export function describeSystem({ id, version, name }: OsRelease): string {
  if (TRIED.includes(`${id} ${version}`)) return name;
  return `${name}: untried, only Debian 12 and 13 are known to work`;
}
