import { CommandError } from '../../shared/command-error.ts';
import type { Installation } from '../../shared/github-app/github-app.ts';

/** What Flux needs. GitHub gives every App `metadata: read`. */
const NEEDED: Readonly<Record<string, string>> = { contents: 'read' };

/** What it needs besides to say how a merge ended. */
const REPORTING: Readonly<Record<string, string>> = { statuses: 'write', deployments: 'write' };

/** What an App may have in any case: it says how a commit stands, and reads nothing more. */
const HARMLESS: Readonly<Record<string, string>> = { metadata: 'read', ...REPORTING };

/** Of which App, for the edits that help. */
interface About {
  readonly slug: string;
  /** The App's own page. */
  readonly page: string;
  /** `owner/name` */
  readonly repository: string;
  /** Whether it is to say on GitHub how each merge ended. */
  readonly reports: boolean;
}

/**
 * Whether an installation may read this repository, and nothing else.
 * @param reach how many repositories its tokens reach
 * @throws CommandError that names the click that makes it so
 */
export function requireLimits(installation: Installation, reach: number, about: About): void {
  const { slug, page, repository, reports } = about;
  const { id, permissions, repository_selection: selection } = installation;
  const installed = `https://github.com/settings/installations/${id}`;
  const lacking = Object.entries(NEEDED).filter(([name]) => permissions[name] === undefined);
  if (lacking.length > 0)
    throw new CommandError(`The App ${slug} may not read ${repository}: it lacks ${list(lacking)}`, {
      where: page,
      help: `give it ${list(lacking)} under "Permissions & events" of its settings, and accept that in ${installed}`,
    });
  const silent = Object.entries(reports ? REPORTING : {}).filter(([name, level]) => permissions[name] !== level);
  if (silent.length > 0)
    throw new CommandError(`The App ${slug} may not say how a merge ended: it lacks ${list(silent)}`, {
      where: page,
      help: `give it ${list(silent)} under "Permissions & events" of its settings, and accept that in ${installed}; or write reports: 'off' under repository.app in onemerge.config.ts`,
    });
  const wider = Object.entries(permissions).filter(([name, level]) => !isAllowed(name, level));
  if (wider.length > 0)
    throw new CommandError(`The App ${slug} may do more than it needs: ${list(wider)}`, {
      where: page,
      help: `leave it ${list(Object.entries(NEEDED))} alone under "Permissions & events" of its settings`,
    });
  if (selection !== 'all' && reach <= 1) return;
  const reached = selection === 'all' ? 'every repository of its owner' : `${reach} repositories`;
  throw new CommandError(`The App ${slug} is installed on ${reached}, and the cluster needs ${repository}`, {
    where: installed,
    help: `choose "Only select repositories" there, and ${repository} alone`,
  });
}

const isAllowed = (name: string, level: string): boolean => {
  const most = NEEDED[name] ?? HARMLESS[name];
  return most === level || (most === 'write' && level === 'read');
};

const list = (permissions: readonly (readonly [string, string])[]): string =>
  permissions.map(([name, level]) => `${name}: ${level}`).join(', ');
