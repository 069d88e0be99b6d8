import { CommandError } from '../shared/command-error.ts';
import {
  type Answered,
  explainAnyCall,
  explainUnreachable,
  type GitHubFailure,
  isAnswered,
} from '../shared/github/failure.ts';
import { isPage, titleOf } from '../shared/page.ts';
import { TOKEN_RIGHTS } from './github-token.ts';

/** What was asked for: the repository itself, or its webhooks. */
export type About = 'repository' | 'webhooks';

/** What a kind of failure is known by, and its words; the first that knows it has them. */
type Rule = (failure: Answered, about: About, repository: string) => CommandError | undefined;

const AGAIN = 'run the command again; if it stays so, see https://www.githubstatus.com';

/**
 * Words a failed call, with GitHub's own.
 * @param repository as `owner/name`
 */
export function explainGitHub(failure: GitHubFailure, about: About, repository: string): CommandError {
  const common = explainAnyCall(failure);
  if (common || !isAnswered(failure)) return common ?? explainUnreachable(failure.message);
  const { status } = failure;
  const message = isPage(failure.message) ? titleOf(failure.message) : failure.message || 'nothing more';
  const known = RULES.map((rule) => rule({ ...failure, message }, about, repository)).find(
    (told) => told !== undefined,
  );
  return known ?? new CommandError(`GitHub answered ${status}: ${message}`, { where: page(repository), help: AGAIN });
}

/** Words that GitHub has led on to another repository: Flux and the pipeline would not follow. */
export function explainMoved(from: string, to: string): CommandError {
  return new CommandError(`${from} is called ${to} now`, {
    where: 'repository in onemerge.config.ts',
    help: 'write its new owner and name there, and push; before you connect it: npx cdk deploy --all',
  });
}

const page = (repository: string) => `https://github.com/${repository}`;

const wrongToken: Rule = ({ status, message }) =>
  status === 401
    ? new CommandError(`GitHub does not accept the token: ${message}`, {
        help: `gh auth login, or export GITHUB_TOKEN=<${TOKEN_RIGHTS}>`,
      })
    : undefined;

/** @see https://docs.github.com/rest/authentication/authenticating-to-the-rest-api */
const singleSignOn: Rule = ({ status, message, headers }, _about, repository) => {
  const sso = String(headers['x-github-sso'] ?? '');
  if (status !== 403 || sso === '') return undefined;
  const url = /url=(\S+)/.exec(sso)?.[1] ?? `https://github.com/orgs/${repository.split('/')[0]}/sso`;
  return new CommandError(`The organisation wants the token to be authorized by single sign-on: ${message}`, {
    where: page(repository),
    help: `open ${url} and authorize the token; then run the command again`,
  });
};

const archived: Rule = ({ message }, _about, repository) =>
  /archived/i.test(message)
    ? new CommandError(`${repository} is archived: ${message}`, {
        where: `${page(repository)}/settings`,
        help: 'unarchive it there, or name another repository in onemerge.config.ts',
      })
    : undefined;

const tooManyHooks: Rule = ({ status, message }, _about, repository) =>
  status === 422 && /more than \d+ hooks/.test(message)
    ? new CommandError(`${repository} has no room for another webhook: ${message}`, {
        where: `${page(repository)}/settings/hooks`,
        help: 'remove one there that nobody needs, then run the command again',
      })
    : undefined;

const noRepository: Rule = ({ status }, about, repository) =>
  status === 404 && about === 'repository'
    ? new CommandError(
        `GitHub shows no repository ${repository}: it does not exist, or it is private and not for this token`,
        {
          where: 'repository in onemerge.config.ts',
          help: 'correct owner and name there; a private one takes a token that sees it, gh auth login --scopes repo',
        },
      )
    : undefined;

const mayNot: Rule = ({ status, message, headers }, about, repository) => {
  if ((status !== 403 && status !== 404) || about !== 'webhooks') return undefined;
  const scopes = headers['x-oauth-scopes'];
  const has = scopes === undefined ? '' : `; its scopes are: ${scopes || 'none'}`;
  return new CommandError(`The token may not manage the webhooks of ${repository}${has}; GitHub says: ${message}`, {
    where: `${page(repository)}/settings/hooks`,
    help: `gh auth refresh --scopes admin:repo_hook, or export GITHUB_TOKEN=<${TOKEN_RIGHTS}> of an administrator of the repository`,
  });
};

/** Any other refusal: the same call is refused again. 408 is a connection's, not the caller's fault. */
const refused: Rule = ({ status, message }, _about, repository) =>
  status >= 400 && status < 500 && status !== 408
    ? new CommandError(`GitHub refuses ${repository}: ${status}: ${message}`, {
        where: `${page(repository)}/settings`,
        help: 'mend there, or in onemerge.config.ts, what GitHub names; then run the command again',
      })
    : undefined;

const RULES: readonly Rule[] = [wrongToken, singleSignOn, archived, tooManyHooks, noRepository, mayNot, refused];
