import { CommandError } from '../../shared/command-error.ts';

/** Longest wait for GitHub, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** A repository on GitHub, as somebody without credentials sees it: Flux does. */
export interface PublicRepository {
  /** `owner/name` */
  readonly fullName: string;
  /**
   * What is there now; undefined when there is no such repository for the public.
   * @throws CommandError when GitHub cannot be reached
   */
  readonly look: () => Promise<Seen | undefined>;
}

interface Seen {
  /** The commits that the branches are at, by name. */
  readonly branches: ReadonlyMap<string, string>;
  /** `owner/name` that the address leads to, when the repository was renamed or moved. */
  readonly movedTo?: string;
}

/**
 * Asked as `git clone` asks, over HTTPS and without Git's own settings: those may know a password, or another address.
 * @see https://git-scm.com/docs/http-protocol#_smart_clients
 */
export function openPublicRepository(fullName: string, host = 'https://github.com'): PublicRepository {
  const url = `${host}/${fullName}.git/info/refs?service=git-upload-pack`;
  return {
    fullName,
    look: async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
        throw new CommandError(`${host} cannot be reached: ${reasonOf(error)}`, {
          help: 'check the network, then run the command again',
        });
      });
      const text = await response.text();
      if (response.ok) return { branches: branchesIn(text), ...moved(response, fullName) };
      // GitHub asks strangers for a password, whether the repository is private or not there.
      if ([401, 403, 404].includes(response.status)) return undefined;
      throw new CommandError(`${host} answered ${response.status}`, {
        where: url,
        help: 'see https://www.githubstatus.com, then run the command again',
      });
    },
  };
}

/** GitHub leads from a repository's former address to its new one; connections and webhooks do not follow. */
function moved({ url }: Response, fullName: string): Pick<Seen, 'movedTo'> {
  const now = new URL(url).pathname.replace(/^\/|(\.git)?\/info\/refs$/g, '');
  return now.toLowerCase() === fullName.toLowerCase() ? {} : { movedTo: now };
}

/** Lines of `<length><commit> refs/heads/<branch>`. */
function branchesIn(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/([0-9a-f]{40}) refs\/heads\/([^\0\n]+)/g);
  return new Map([...found].map(([, commit = '', branch = '']) => [branch, commit]));
}

/** The cause that fetch hides behind `fetch failed`. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message : String(cause);
}
