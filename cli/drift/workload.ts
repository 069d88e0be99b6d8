import type { Config } from '../../lib/config/config.ts';
import type { Cause } from '../verify/causes.ts';
import { type ClusterFacts, isRead } from '../verify/facts.ts';
import { suspendedProblem } from '../verify/judge/flux-problems.ts';
import { objectsPart } from '../verify/judge/objects.ts';
import { settingsParts } from '../verify/judge/settings.ts';
import { deployedNames } from '../verify/observe/aws.ts';
import { awsAccess } from '../verify/observe/aws-access.ts';
import { readCluster } from '../verify/observe/cluster.ts';
import { clusterConnection } from '../verify/observe/cluster-connection.ts';
import { KubernetesApi } from '../verify/observe/kubernetes-api.ts';
import { OwnedObjects } from '../verify/observe/owned-objects.ts';
import { reading } from '../verify/observe/reading.ts';
import type { Settings } from '../verify/observe/settings.ts';
import type { Problem } from '../verify/verdict.ts';
import type { Finding, Looked } from './drift.ts';

/** What of the verdict's problems is drift: the rest is about how well things run. */
const DRIFT: readonly Cause[] = ['changed by hand', 'object missing', 'suspended', 'settings changed by hand'];

/** Compares the objects in the cluster with what Flux applied, and the settings with what CDK wrote. */
export async function workloadDrift(config: Pick<Config, 'name' | 'region' | 'account'>): Promise<Looked[]> {
  const { region } = config;
  const { cluster: name } = deployedNames(config);
  const read = await reading(
    async () => {
      const api = new KubernetesApi(await clusterConnection(await awsAccess(config), name));
      try {
        return await lookAt(api);
      } finally {
        api.close();
      }
    },
    { region, name },
  );
  return isRead(read) ? read.value : [{ part: 'objects and settings', compared: 0, findings: [], unread: read }];
}

/** @throws KubernetesError when the API server refuses */
export async function lookAt(api: KubernetesApi): Promise<Looked[]> {
  const [cluster, settings] = await Promise.all([readCluster(api, new OwnedObjects(api)), api.settings()]);
  return [ofObjects(cluster), ofSettings(settings)];
}

function ofObjects(cluster: ClusterFacts): Looked {
  const { source, kustomizations, helmReleases, charts, objects = [] } = cluster;
  const flux = [...(source ? [source] : []), ...kustomizations, ...helmReleases, ...charts];
  const owners = [...new Set(objects.map(({ owner }) => owner))];
  const problems = [
    ...flux.filter(({ suspended }) => suspended).map(suspendedProblem),
    ...owners.flatMap(
      (owner) =>
        objectsPart(
          owner,
          objects.filter((one) => one.owner === owner),
          { applied: true, again: false },
        ).problems,
    ),
  ];
  const unread = objects.find(({ state }) => state === 'unread');
  return {
    part: 'objects',
    compared: objects.filter(({ state }) => state !== 'unread').length,
    findings: problems.filter(({ cause }) => DRIFT.includes(cause)).map(findingOf),
    ...(unread
      ? { unread: { error: unread.message, help: 'use the credentials of an administrator of the cluster' } }
      : {}),
  };
}

function ofSettings(settings: Settings | undefined): Looked {
  const part = 'settings';
  if (settings === undefined) {
    const unread = { error: 'there are no settings in the cluster', help: 'npx cdk deploy --all' };
    return { part, compared: 0, findings: [], unread };
  }
  const problems = settingsParts({ gate: { changed: settings.changed } }).flatMap((one) => one.problems);
  return { part, compared: Object.keys(settings.values).length, findings: problems.map(findingOf) };
}

const findingOf = ({ object, message, help }: Problem): Finding => ({ object, message, help });
