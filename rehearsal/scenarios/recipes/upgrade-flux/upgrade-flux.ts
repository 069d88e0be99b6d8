import { FLUX_NAMESPACE } from '../../../../lib/names.ts';
import { readManifestVersions } from '../../../builds/manifest-versions.ts';
import type { Harness } from '../../../harness/harness.ts';
import { EXTERNAL_SECRETS_BEFORE } from '../../../shared/build-versions.ts';
import { RehearsalError } from '../../../shared/errors.ts';
import { waitFor } from '../../../shared/process/wait.ts';
import { CHANGE_LABEL, ofThePod, relabelled } from '../../both-halves.ts';
import type { Scenario } from '../../scenario.ts';
import { UNREAD } from '../../unread.ts';
import { namesIn, notOfRelease, readySince, sameProgram, startedAgain } from './claims.ts';
import { externalSecretsOf } from './external-secrets.ts';
import { merged } from './merged.ts';
import { BEFORE, externalSecretsMoved, type FluxRelease, fluxMoved, PINNED } from './moves.ts';
import { podsOf } from './pods.ts';

const DOCUMENT = 'docs/operations.md';
const LABEL = 'after-the-upgrade';

/** What somebody has deployed who forked this repository some time ago. */
export const versionsBefore: Scenario = {
  id: 'versions-before',
  title: 'the versions before are pinned, and nothing is deployed yet',
  unread: UNREAD.noBlog,
  extra: 'flux-before',
  run: async ({ project }) => {
    const { externalSecrets } = await readManifestVersions();
    await project.merge({
      branch: 'versions-before',
      title: 'Pin the versions before',
      edits: { ...fluxMoved(PINNED, BEFORE), ...externalSecretsMoved(externalSecrets, EXTERNAL_SECRETS_BEFORE) },
    });
    return `Flux ${BEFORE.version}, its operator ${BEFORE.operator}, External Secrets ${EXTERNAL_SECRETS_BEFORE}`;
  },
};

/** The upgrade itself, and what the new Flux has to go on with: a release that the one before has installed, and manifests. */
export const upgradeFlux: Scenario = {
  id: 'upgrade-flux',
  unread: UNREAD.own,
  title: `${DOCUMENT}: a merged pull request moves Flux from ${BEFORE.version} to ${PINNED.version}, and its operator`,
  extra: 'flux-before',
  run: async (harness) => {
    const flux = await moveFlux(harness);
    const secrets = await moveExternalSecrets(harness);
    const manifests = await changeManifests(harness);
    return {
      note: [flux.told, secrets.told, manifests.told].join('; '),
      figures: {
        'merge of another Flux to live, ms': [flux.live],
        'merge of another Flux to its last program ready, ms': [flux.ready],
        'merge of another External Secrets to live, ms': [secrets.live],
      },
    };
  },
};

/**
 * CloudFormation upgrades the operator, which replaces the controllers. Flux applies the lock of the same merge while it is replaced itself.
 */
async function moveFlux(harness: Harness): Promise<{ told: string; live: number; ready: number }> {
  const before = await podsOf(harness);
  requireNone(notOfRelease(before, BEFORE), `Flux ${BEFORE.version} does not run before the upgrade`);
  const merge = await merged(harness, {
    branch: 'move-flux',
    title: `Update Flux to ${PINNED.version}`,
    edits: fluxMoved(BEFORE, PINNED),
  });
  // As the verdict left it: what comes later, nobody waits for.
  const after = await podsOf(harness);
  requireNone(notOfRelease(after, PINNED), 'the verdict said live, and another Flux runs');
  requireNone(sameProgram(before, after), 'a program was not replaced');
  requireNone(startedAgain(before, after), 'the upgrade did not go smoothly');
  const blogs = [before, after].map((pods) => namesIn('ghost', pods).join());
  if (blogs[0] !== blogs[1]) throw upgradeFailed(`the blog's pod was replaced: ${blogs.join(', then ')}`);
  await reported(harness, PINNED);
  const ready = readySince(after) - merge.at;
  return {
    told: `Flux ${BEFORE.version} to ${PINNED.version}, its operator ${BEFORE.operator} to ${PINNED.operator}: ${merge.told}; all five were replaced ${seconds(ready)} after the merge, the blog's pod is the same`,
    live: merge.live,
    ready,
  };
}

/** The new Flux upgrades a release that the one before has installed. The program is the same under both versions. */
async function moveExternalSecrets(harness: Harness): Promise<{ told: string; live: number }> {
  const pinned = (await readManifestVersions()).externalSecrets;
  const [before, pods] = [await externalSecretsOf(harness), await podsOf(harness)];
  const merge = await merged(harness, {
    branch: 'move-external-secrets',
    title: `Update External Secrets to ${pinned}`,
    edits: externalSecretsMoved(EXTERNAL_SECRETS_BEFORE, pinned),
  });
  const after = await externalSecretsOf(harness);
  if (before.chart !== EXTERNAL_SECRETS_BEFORE || after.chart !== pinned || after.revision <= before.revision)
    throw upgradeFailed(
      `the release of External Secrets was ${before.chart}, revision ${before.revision}, and is ${after.chart}, revision ${after.revision}`,
    );
  if (after.secrets.length === 0 || after.secrets.join() !== before.secrets.join())
    throw upgradeFailed(`its Secrets were ${before.secrets.join(', ')} and are ${after.secrets.join(', ')}`);
  requireNone(startedAgain(pods, await podsOf(harness)), 'the upgrade did not go smoothly');
  return {
    told: `External Secrets ${before.chart} to ${after.chart} (revision ${before.revision} to ${after.revision}): ${merge.told}; its ${after.secrets.length} Secrets are the same`,
    live: merge.live,
  };
}

/** A merge as there will be many after the upgrade. */
async function changeManifests(harness: Harness): Promise<{ told: string }> {
  const before = await podsOf(harness);
  const { told } = await merged(harness, { branch: LABEL, title: 'Label the blog anew', edits: relabelled(LABEL) });
  const label = await ofThePod(harness, CHANGE_LABEL);
  if (label !== LABEL) throw upgradeFailed(`the new Flux did not apply a merge: the pod has the label ${label}`);
  requireNone(startedAgain(before, await podsOf(harness)), 'a merge after the upgrade did not go smoothly');
  return { told: `manifests alone afterwards: ${told}` };
}

/** Waits until Flux's operator is done. @throws WaitError that quotes what it says */
async function reported(harness: Harness, { version }: FluxRelease): Promise<void> {
  const { kubectl } = await harness.cluster();
  const path = '{.status.lastAppliedRevision} {.status.conditions[?(@.type=="Ready")].status}';
  const look = async () => {
    const said = await kubectl(['-n', FLUX_NAMESPACE, 'get', 'fluxinstance', 'flux', '-o', `jsonpath=${path}`]);
    if (said.startsWith(`v${version}@`) && said.endsWith(' True')) return true;
    throw new Error(said);
  };
  await waitFor(`Flux's operator has applied ${version}`, look, { seconds: 60, every: 300 });
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

function requireNone(faults: readonly string[], what: string): void {
  if (faults.length > 0) throw upgradeFailed(`${what}: ${faults.join('; ')}`);
}

function upgradeFailed(what: string): RehearsalError {
  return new RehearsalError(what, {
    help: 'read the logs of the build, of Flux and of its operator; run again with --keep',
  });
}
