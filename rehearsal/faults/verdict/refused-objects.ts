import { FLUX_NAMESPACE } from '../../../lib/names.ts';
import { replaceOnce } from '../../harness/project.ts';
import { brokenByMerge } from './by-merge.ts';
import { saysNotReady } from './cluster-state.ts';
import { OWNER_SECRET, wrongProperty } from './owner-secret.ts';

const GHOST = 'gitops/clusters/production/ghost.yaml';
const CHART = 'gitops/operators/controllers/external-secrets-chart.yaml';
const STORE = 'gitops/operators/configs/secret-store.yaml';
const RECEIVER = 'gitops/operators/configs/webhook-receiver.yaml';

/** The pod runs on, and reads that secret never again: nothing but the object itself says that something is wrong. */
const secretProperty = brokenByMerge({
  id: 'secret-property',
  title: 'an ExternalSecret with a property that does not exist, while the blog answers',
  cause: 'secret not synchronized',
  edits: { [OWNER_SECRET]: wrongProperty },
  isFinal: (harness) =>
    saysNotReady(harness, { namespace: 'ghost', kind: 'externalsecret', name: 'owner' }, /SecretSyncedError/),
});

const missingPath = brokenByMerge({
  id: 'missing-path',
  title: 'a Kustomization whose path does not exist',
  cause: 'path not found',
  edits: { [GHOST]: (text) => replaceOnce(text, 'path: ./gitops/apps/ghost', 'path: ./gitops/apps/gohst', GHOST) },
  isFinal: (harness) =>
    saysNotReady(harness, { namespace: FLUX_NAMESPACE, kind: 'kustomization', name: 'ghost' }, /path not found/),
});

/** The release runs on with the chart that it has, and stays Ready. */
const missingChart = brokenByMerge({
  id: 'missing-chart',
  title: 'a version of a chart that does not exist',
  cause: 'version not found',
  edits: { [CHART]: (text) => replaceOnce(text, 'tag: ', 'tag: 99.', CHART) },
  isFinal: (harness) =>
    saysNotReady(harness, { namespace: 'external-secrets', kind: 'ocirepository', name: 'external-secrets' }, /./),
});

const missingNamespace = brokenByMerge({
  id: 'missing-namespace',
  title: 'an object in a namespace that does not exist',
  cause: 'namespace missing',
  edits: {
    [STORE]: (text) => `${text}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: lost\n  namespace: nowhere\n`,
  },
  isFinal: (harness) =>
    saysNotReady(harness, { namespace: FLUX_NAMESPACE, kind: 'kustomization', name: 'operators-configs' }, /nowhere/),
});

/** Flux's webhook: pushes are fetched minutes late from then on, and nothing else complains. */
const missingToken = brokenByMerge({
  id: 'missing-token',
  title: "a webhook's receiver whose token does not exist",
  cause: 'configuration missing',
  edits: { [RECEIVER]: (text) => replaceOnce(text, 'name: webhook-token', 'name: webhook-tokn', RECEIVER) },
  isFinal: (harness) =>
    saysNotReady(harness, { namespace: FLUX_NAMESPACE, kind: 'receiver', name: 'github' }, /TokenNotFound/),
});

/** What a pull request can do wrong without touching the blog's pod. */
export const refusedObjects = [secretProperty, missingPath, missingChart, missingNamespace, missingToken];
