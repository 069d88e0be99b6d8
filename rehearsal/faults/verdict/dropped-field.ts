import type { Harness } from '../../harness/harness.ts';
import { replaceOnce } from '../../harness/project.ts';
import { brokenByMerge } from './by-merge.ts';

const ACCOUNT = 'gitops/apps/ghost/service-account.yaml';

/** Flux says that it has applied the commit, and the account has the field by neither name. */
async function appliedWithout(harness: Harness, commit: string): Promise<true | undefined> {
  const { kubectl } = await harness.cluster();
  const applied = await kubectl(['-n', 'flux-system', 'get', 'kustomization', 'ghost', '-o', 'json']);
  const { status } = JSON.parse(applied) as { status: { lastAppliedRevision?: string } };
  if (!status.lastAppliedRevision?.endsWith(commit)) return undefined;
  const held = await kubectl(['-n', 'ghost', 'get', 'serviceaccount', 'ghost', '-o', 'json']);
  return held.includes('automountService') ? undefined : true;
}

/**
 * One letter short: the API server drops it without an error, and every pod of the account would get its token. In a kind that a chart
 * brings the API server refuses it.
 */
export const droppedField = brokenByMerge({
  id: 'dropped-field',
  title: 'a field that Kubernetes does not know, in a ServiceAccount',
  cause: 'field dropped',
  edits: {
    [ACCOUNT]: (text) => replaceOnce(text, 'automountServiceAccountToken:', 'automountServiceAcountToken:', ACCOUNT),
  },
  isFinal: appliedWithout,
});
