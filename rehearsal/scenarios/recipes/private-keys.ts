import { generateKeyPairSync } from 'node:crypto';
import type { Cause } from '../../../cli/verify/causes.ts';
import { FLUX_NAMESPACE, FLUX_SOURCE, GITHUB_APP, githubAppSecret } from '../../../lib/names.ts';
import { boto3 } from '../../harness/boto3.ts';
import type { Harness } from '../../harness/harness.ts';
import { NAME } from '../../harness/project.ts';
import { verify } from '../../harness/verify.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { Scenario } from '../scenario.ts';
import { readRecipe } from './document.ts';
import { keepKey } from './private-repository.ts';

const DOCUMENT = 'docs/private-repository.md';

const PUT_KEY = `
import boto3, json, sys
boto3.client("secretsmanager").put_secret_value(SecretId=sys.argv[1], SecretString=json.dumps({"privateKey": sys.argv[2]}))`;

import { UNREAD } from '../unread.ts';

/** On a cluster that reads it: another key without a failed fetch; then a wrong key, an ended token and a deleted key, each told by the verdict. */
export const privateKeys: Scenario = {
  id: 'private-keys',
  title: `${DOCUMENT}: another key without an outage; wrong, ended and deleted ones are told`,
  unread: UNREAD.noBlog,
  run: async (harness) =>
    await harness.pipeline.paused(async () => {
      const { app } = harness.github.fake;
      await expectFetched(harness, 'first');
      const [keep, sync] = commands(harness);
      const take = async (pem: string) => {
        await keepKey(harness, pem, keep);
        await inCluster(harness, pem, sync);
      };

      const second = app.newKey();
      const refusals = app.refusals;
      await take(second);
      app.deleteOthers(second);
      await expectFetched(harness, 'rotated');
      if (app.refusals > refusals) throw wrong(`GitHub refused the App ${app.refusals - refusals} times meanwhile`);

      const told: string[] = [];
      const tell = async (branch: string, cause: Cause) => told.push(await expectTold(harness, branch, cause));
      await boto3(harness, PUT_KEY, [githubAppSecret(NAME), strangersKey()]);
      await syncKey(harness, sync);
      await tell('wrong-key', 'repository key refused');

      await take(second);
      await expectFetched(harness, 'right-key');
      app.expireTokens();
      await tell('ended-token', 'repository access refused');

      app.deleteKey(second);
      await restartSourceController(harness);
      await tell('deleted-key', 'repository key refused');

      await take(app.newKey());
      await expectFetched(harness, 'new-key');
      return `no fetch failed while the key changed; ${told.join('; ')}`;
    }),
};

/** The document's commands: the one that keeps a key, and the one that brings it into the cluster. */
function commands(harness: Harness): [keep: string, sync: string] {
  const blocks = readRecipe(harness.project.folder, DOCUMENT, 'Another key');
  const lines = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trim().split('\n'));
  const [keep, sync] = lines;
  if (keep && sync && lines.length === 2) return [keep, sync];
  throw wrong(`${DOCUMENT} has ${lines.length} commands for another key, and the recipe runs two`);
}

async function syncKey(harness: Harness, command: string): Promise<void> {
  const { kubectl } = await harness.cluster();
  await kubectl(command.replace('$(date +%s)', String(Date.now())).split(' ').slice(1));
}

/** Brings a key into the cluster by the document's command, and waits until it is there. */
async function inCluster(harness: Harness, pem: string, command: string): Promise<void> {
  const { kubectl } = await harness.cluster();
  await syncKey(harness, command);
  const path = 'jsonpath={.data.githubAppPrivateKey}';
  const there = async () => {
    const data = await kubectl(['-n', FLUX_NAMESPACE, 'get', 'secret', GITHUB_APP, '-o', path]);
    return Buffer.from(data, 'base64').toString().trim() === pem.trim() ? true : undefined;
  };
  await waitFor('the key arrives in the cluster', there, { seconds: 90, every: 500 });
}

async function merged(harness: Harness, branch: string): Promise<string> {
  return await harness.project.merge({ branch, title: `Merge nothing: ${branch}`, edits: {} });
}

/** Merges, asks Flux to look, and waits until it holds the commit. @throws WaitError when it does not */
async function expectFetched(harness: Harness, branch: string): Promise<void> {
  const commit = await merged(harness, branch);
  const { kubectl } = await harness.cluster();
  const source = ['gitrepository', FLUX_SOURCE, '-n', FLUX_NAMESPACE];
  const held = async () => {
    const at = `reconcile.fluxcd.io/requestedAt=${Date.now()}`;
    await kubectl(['annotate', '--overwrite', ...source, at]);
    const revision = await kubectl(['get', ...source, '-o', 'jsonpath={.status.artifact.revision}']);
    return revision.endsWith(commit) ? true : undefined;
  };
  await waitFor(`Flux fetches ${branch}`, held, { seconds: 150, every: 1000 });
}

/** @returns the cause, with what GitHub or Flux said */
async function expectTold(harness: Harness, branch: string, cause: Cause): Promise<string> {
  const commit = await merged(harness, branch);
  const { state, problems, summary } = await verify(harness, commit, { timeout: 150, codes: [0, 1] });
  const [first] = problems;
  if (state !== 'not live' || first?.cause !== cause)
    throw wrong(`expected "${cause}": ${summary} ${first?.message ?? ''}`);
  return `${branch}: ${cause}`;
}

/** What the verdict names when a token was ended before its time. */
async function restartSourceController(harness: Harness): Promise<void> {
  const { kubectl } = await harness.cluster();
  const deployment = ['deployment', 'source-controller'];
  await kubectl(['-n', FLUX_NAMESPACE, 'rollout', 'restart', ...deployment]);
  await kubectl(['-n', FLUX_NAMESPACE, 'rollout', 'status', ...deployment, '--timeout=90s']);
}

/** A key that the App does not have. */
function strangersKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
}

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, {
    where: `GitRepository ${FLUX_NAMESPACE}/${FLUX_SOURCE}`,
    help: 'read the end of the logs `onemerge` and `github`; run again with --keep',
  });
}
