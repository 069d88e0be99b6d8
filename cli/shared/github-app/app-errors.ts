import { CommandError } from '../command-error.ts';

/** What GitHub refused the App. */
export interface AppFailure {
  readonly status: number;
  readonly message: string;
  /** The App's id, as the config has it. */
  readonly id: number;
  /** `owner/name` */
  readonly repository: string;
}

type Rule = readonly [
  matches: (failure: AppFailure) => boolean,
  what: (failure: AppFailure) => string,
  help: (failure: AppFailure) => string,
];

const SETTINGS = 'https://github.com/settings/apps (of an organisation: its settings, "GitHub Apps")';
const NEW_KEY = 'make a key under "Private keys" in its settings, then npx onemerge connect --app-key <file.pem>';

const REPORTING = `give it "Commit statuses" and "Deployments", read and write, under "Permissions & events" in ${SETTINGS}, and accept that in https://github.com/settings/installations`;

/** In the order in which they are tried. A deleted key and one of another App get the same answer of GitHub. */
const RULES: readonly Rule[] = [
  [
    ({ status, message }) => status === 401 && /could not be decoded/.test(message),
    ({ id }) => `GitHub refuses the key: it is none of the App ${id}, or it was deleted there`,
    () => NEW_KEY,
  ],
  [
    ({ status, message }) => status === 401 && /Expiration time|Issued at/.test(message),
    () => "GitHub takes what the key has signed for expired: this machine's clock is wrong",
    () => 'set the clock (timedatectl), then run the command again',
  ],
  [
    ({ status, message }) => status === 404 && /Integration not found/.test(message),
    ({ id }) => `GitHub knows no App ${id}`,
    () => `correct repository.app.id in onemerge.config.ts: the App's id is in ${SETTINGS}`,
  ],
  [
    ({ status }) => status === 404,
    ({ id, repository }) => `The App ${id} is not installed on ${repository}`,
    () => `install it on this repository alone: "Install App" in ${SETTINGS}`,
  ],
  [
    ({ status, message }) => status === 403 && /suspended/.test(message),
    ({ id, repository }) => `The installation of the App ${id} on ${repository} is suspended`,
    () => 'unsuspend it in https://github.com/settings/installations',
  ],
  [
    ({ status, message }) =>
      (status === 422 && /permissions requested are not granted/.test(message)) ||
      (status === 403 && /not accessible by integration/.test(message)),
    ({ id, repository }) => `The App ${id} may not say on ${repository} how a merge ended`,
    () => `${REPORTING}; or write reports: 'off' under repository.app in onemerge.config.ts`,
  ],
];

/** Words an answer of GitHub to an App that was no success. */
export function explainApp(failure: AppFailure): CommandError {
  const [, what, help] = RULES.find(([matches]) => matches(failure)) ?? [];
  if (what && help) return new CommandError(what(failure), { help: help(failure) });
  return new CommandError(`GitHub answered ${failure.status} to the App ${failure.id}: ${failure.message}`, {
    help: 'run the command again; if it stays so, see https://www.githubstatus.com',
  });
}
