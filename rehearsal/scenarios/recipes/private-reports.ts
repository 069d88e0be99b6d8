import type { Deployment } from '../../fakes/github/reports.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { CONFIG, NAME, REPOSITORY } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';
import type { Scenario } from '../scenario.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { logOf, mergeRefused } from './merge-refused.ts';

const DOCUMENT = 'docs/private-repository.md';

const REPORTING = { statuses: 'write', deployments: 'write' } as const;

/** GitHub says of each merge how it ended, by a status and a deployment; and one that cannot be told changes no verdict. */
export const privateReports: Scenario = {
  id: 'private-reports',
  title: `${DOCUMENT}: each merge on GitHub`,
  run: async (harness) => {
    const { app, reports } = harness.github.fake;
    allow(harness, REPORTING);
    const line = onlyBlock(readRecipe(harness.project.folder, DOCUMENT, 'Each merge on GitHub'), 'ts', DOCUMENT)
      .trim()
      .replace("'you'", `'${REPOSITORY.owner}'`)
      .replace("'onemerge'", `'${REPOSITORY.name}'`)
      .replace('1234567', String(app.id))
      .replace('7654321', String(app.installation?.id));
    const change = {
      branch: 'reports',
      title: 'Say on GitHub how each merge ended',
      edits: { [CONFIG]: (text: string) => text.replace(/^ *"?repository"?: .*$/m, () => `  ${line}`) },
    };
    const commit = await harness.project.merge(change);
    const { summary } = await expectLive(harness, { commit });
    const { url } = await harness.site();
    requireTold(harness, commit, 'success', `${summary}.`);
    requireAddress(reports.deployments.at(-1), url);

    const failed = await mergeRefused(harness, 'refused-and-told');
    requireTold(harness, failed.commit, 'failure', 'stack rolled back');
    requireAddress(reports.deployments.at(-1), undefined);

    allow(harness, {});
    const told = reports.statuses.length;
    const revert = await harness.project.revert(failed.commit, { branch: 'not-told', title: 'Revert: refused' });
    await expectLive(harness, { commit: revert });
    const log = await logOf(harness, revert);
    // `connect` refuses an App without them, and what follows may connect another one.
    allow(harness, REPORTING);
    if (!log.includes(`The App ${app.id} may not say on`)) throw wrong('the log does not say that GitHub was not told');
    if (reports.statuses.length !== told) throw wrong('GitHub was told although the App may not');
    if ([failed.log, log].some((text) => /ghs_|PRIVATE KEY/.test(text))) throw wrong('a key or a token is in a log');
    return `a status and a deployment at ${url} of the live merge, both of the failed one; without the right to, the next merge was live all the same`;
  },
};

/** What the installation may do from now on, besides reading. */
function allow(harness: Harness, more: Readonly<Record<string, 'write'>>): void {
  const { app } = harness.github.fake;
  app.installation = app.installation && {
    ...app.installation,
    permissions: { contents: 'read', metadata: 'read', ...more },
  };
}

/** @throws RehearsalError when the newest status and deployment are not about this commit, in these words */
function requireTold(harness: Harness, commit: string, state: string, words: string): void {
  const { statuses, deployments } = harness.github.fake.reports;
  const [status, deployment] = [statuses.at(-1), deployments.at(-1)];
  const [end] = deployment?.statuses ?? [];
  const fits =
    status?.commit === commit &&
    deployment?.ref === commit &&
    deployment.environment === NAME &&
    [status, end].every((one) => one?.state === state && one.description?.includes(words.slice(0, 100)));
  if (!fits) throw wrong(`GitHub was told ${JSON.stringify({ status, deployment })}, expected: ${state}, "${words}"`);
}

/** @throws RehearsalError when a deployment leads elsewhere */
function requireAddress(deployment: Deployment | undefined, expected: string | undefined): void {
  const found = deployment?.statuses.at(-1)?.environment_url?.replace(/\/$/, '');
  if (found !== expected) throw wrong(`the deployment leads to ${found}, expected: ${expected}`);
}

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, { where: DOCUMENT, help: 'see cli/announce/github; run again with --keep' });
}
