import { CommandError } from '../../shared/command-error.ts';
import { isPage, titleOf } from '../../shared/page.ts';
import { wholeAnswer } from '../../shared/whole-answer.ts';
import { whyFetchFailed } from '../../shared/why-fetch-failed.ts';

/** Longest wait for GitHub, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** More than ten thousand branches and tags take. Bytes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** What every answer of a Git server to this question begins with. */
const FIRST_LINE = '001e# service=git-upload-pack\n';

/** A repository on GitHub, as Flux sees it: without credentials, or as a GitHub App. */
export interface RemoteRepository {
  /** `owner/name` */
  readonly fullName: string;
  /**
   * What is there now; undefined when Flux would see no such repository.
   * @throws CommandError when GitHub cannot be reached, or nobody can sign in
   */
  readonly look: () => Promise<Seen | undefined>;
}

interface Seen {
  /** The commits that the branches are at, by name. */
  readonly branches: ReadonlyMap<string, string>;
  /** `owner/name` that the address leads to, when the repository was renamed or moved. */
  readonly movedTo?: string;
}

/** The value of the header `Authorization`; a secret. */
export type SignIn = () => Promise<string>;

interface Options {
  readonly host?: string;
  /** For a private repository. */
  readonly signIn?: SignIn | undefined;
}

/**
 * Asked as `git clone` asks, over HTTPS and without Git's own settings: those may know a password, or another address.
 * @see https://git-scm.com/docs/http-protocol#_smart_clients
 */
export function openRepository(
  fullName: string,
  { host = 'https://github.com', signIn }: Options = {},
): RemoteRepository {
  const url = `${host}/${fullName}.git/info/refs?service=git-upload-pack`;
  return {
    fullName,
    look: async () => {
      const headers = new Headers(signIn && { authorization: await signIn() });
      const { response, text } = await ask(url, headers).catch((error: unknown) => {
        throw new CommandError(`${host} cannot be reached: ${whyFetchFailed(error)}`, {
          help: 'check the network, then run the command again',
        });
      });
      if (response.ok && text.startsWith(FIRST_LINE))
        return { branches: branchesIn(text), ...moved(response, fullName) };
      if (response.ok || isStrange(response, text)) throw notGit(`${response.status}, ${titleOf(text)}`, url);
      // GitHub asks strangers for a password, whether the repository is private or not there.
      if ([401, 403, 404].includes(response.status)) return undefined;
      throw new CommandError(`${host} answered ${response.status}`, {
        where: url,
        help: 'see https://www.githubstatus.com, then run the command again',
      });
    },
  };
}

async function ask(url: string, headers: Headers): Promise<{ response: Response; text: string }> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  return { response, text: new TextDecoder().decode(await wholeAnswer(response, MOST_BYTES)) };
}

/** A refusal without a word of GitHub's. */
const isStrange = ({ status, headers }: Response, text: string): boolean =>
  status < 500 && status !== 429 && !headers.has('x-github-request-id') && (text.trim() === '' || isPage(text));

function notGit(found: string, where: string): CommandError {
  return new CommandError(`What answers in the place of GitHub is no Git server: ${found || 'nothing'}`, {
    where,
    help: 'check the network: a portal or a proxy may answer instead',
  });
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
