import { replaceOnce } from '../../harness/project.ts';
import { DEPLOYMENT } from '../../scenarios/both-halves.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { bothWays, brokenByMerge } from './by-merge.ts';
import { imageMissing, saysNotReady } from './cluster-state.ts';
import { expectNotLive, expectRepaired } from './expect-not-live.ts';
import { OWNER_SECRET, wrongProperty } from './owner-secret.ts';

/** The owner's secret once more under another name, by a property that is not there. */
const another = (text: string): string =>
  `${text}---\n${wrongProperty(text)
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('name: owner', 'name: extra')}`;

const mounted = (text: string): string => {
  const volume = '      volumes:\n';
  const withVolume = replaceOnce(
    text,
    volume,
    `${volume}        - { name: extra, secret: { secretName: extra } }\n`,
    DEPLOYMENT,
  );
  const mount = '            - { name: prepare, mountPath: /run/ghost/prepare, readOnly: true }\n';
  return replaceOnce(
    withVolume,
    mount,
    `${mount}            - { name: extra, mountPath: /run/ghost/extra }\n`,
    DEPLOYMENT,
  );
};

/** That of the pod's first container alone: the programs below the database run on. */
const FIRST_IMAGE = 'image: ghost # image/kustomization.yaml says which.';
const NO_IMAGE = 'image: ghcr.io/nobody/nothing:1.0.0';

const refused = (name: string) => ({ namespace: 'ghost', kind: 'externalsecret', name });

/** The pod says only that a Secret is missing, long before anybody can know for good why. */
export const mountedSecret = brokenByMerge({
  id: 'mounted-secret',
  title: 'a new ExternalSecret with a wrong property that Ghost mounts, named before the pod that waits for it',
  cause: 'secret not synchronized',
  also: 'configuration missing',
  edits: { [OWNER_SECRET]: another, [DEPLOYMENT]: mounted },
  isFinal: (harness) => saysNotReady(harness, refused('extra'), /SecretSyncedError/),
});

/** A rollout is stuck since an earlier merge, and the next one mends nothing and breaks something else: both are told. */
export const secretWhileStuck: Scenario = {
  id: 'secret-while-stuck',
  title: 'a broken ExternalSecret while the rollout of an earlier merge is stuck: not live, and both are named',
  run: async (harness) => {
    const stuck = bothWays({ [DEPLOYMENT]: (text) => replaceOnce(text, FIRST_IMAGE, NO_IMAGE, DEPLOYMENT) });
    const broken = bothWays({ [OWNER_SECRET]: wrongProperty });
    const { merge } = harness.project;
    const earlier = await merge({ branch: 'stuck', title: 'Take an image that does not exist', edits: stuck.forth });
    await expectNotLive(harness, {
      commit: earlier,
      cause: 'image not found',
      isFinal: () => imageMissing(harness),
    });
    const commit = await merge({ branch: 'broken-too', title: 'Break a secret', edits: broken.forth });
    const measured = await expectNotLive(harness, {
      commit,
      cause: 'image not found',
      also: 'secret not synchronized',
      isFinal: () => saysNotReady(harness, refused('owner'), /SecretSyncedError/),
    });
    const edits = { ...stuck.back, ...broken.back };
    await expectRepaired(harness, await merge({ branch: 'both-mended', title: 'Mend both', edits }));
    return measured;
  },
};
