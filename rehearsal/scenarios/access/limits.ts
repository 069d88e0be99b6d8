import { BUILD_GROUP, EXTERNAL_SECRETS, FLUX_NAMESPACE, FLUX_SOURCE } from '../../../lib/names.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { LIMITS_OF_APPLY_GHOST } from './apply-ghost.ts';
import { attempt, type Somebody } from './impersonation.ts';
import { isAsExpected, type Limit } from './limit.ts';

const BUILD: Somebody = { user: 'the build', groups: [BUILD_GROUP, 'system:authenticated'] };
const SECRETS: Somebody = {
  user: `system:serviceaccount:${EXTERNAL_SECRETS.namespace}:${EXTERNAL_SECRETS.serviceAccount}`,
  groups: ['system:serviceaccounts', `system:serviceaccounts:${EXTERNAL_SECRETS.namespace}`, 'system:authenticated'],
};

/** A change of the metadata of Flux's source. */
const annotates = (what: string, body: object, expected: Limit['expected']): Limit => ({
  what: `the build ${what}`,
  who: BUILD,
  tried: {
    method: 'PATCH',
    path: `/apis/source.toolkit.fluxcd.io/v1/namespaces/${FLUX_NAMESPACE}/gitrepositories/${FLUX_SOURCE}`,
    body,
  },
  expected,
});

/** A change of the Kustomization of the blog. */
const reapplies = (what: string, body: object, expected: Limit['expected']): Limit => ({
  what: `the build ${what}`,
  who: BUILD,
  tried: {
    method: 'PATCH',
    path: `/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/${FLUX_NAMESPACE}/kustomizations/ghost`,
    body,
  },
  expected,
});

/** A Secret that External Secrets writes. */
const writes = (what: string, namespace: string, more: object, expected: Limit['expected']): Limit => ({
  what: `External Secrets writes ${what}`,
  who: SECRETS,
  tried: {
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/secrets`,
    body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tried' }, ...more },
  },
  expected,
});

/** An owner that does not exist: the garbage collector would delete what it owns. */
const ownerReferences = [
  { apiVersion: 'v1', kind: 'ConfigMap', name: 'none', uid: '00000000-0000-0000-0000-000000000000' },
];

const LIMITS: readonly Limit[] = [
  annotates(
    'asks Flux to look',
    { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': 'now' } } },
    'allowed',
  ),
  reapplies(
    'asks Flux to apply the blog once more',
    { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': 'now' } } },
    'allowed',
  ),
  reapplies('has Flux apply something else', { spec: { path: './elsewhere' } }, 'onemerge-build'),
  reapplies('has Flux apply as somebody else', { spec: { serviceAccountName: 'default' } }, 'onemerge-build'),
  annotates('points Flux elsewhere', { spec: { url: 'https://example.com' } }, 'onemerge-build'),
  annotates('gives the source an owner', { metadata: { ownerReferences } }, 'onemerge-build'),
  annotates('takes the finalizers away', { metadata: { finalizers: null } }, 'onemerge-build'),
  annotates('labels the source', { metadata: { labels: { 'example.com/a': 'b' } } }, 'onemerge-build'),
  annotates('annotates it otherwise', { metadata: { annotations: { 'example.com/a': 'b' } } }, 'onemerge-build'),
  writes('a Secret of the blog', 'ghost', {}, 'allowed'),
  writes('a Secret of the system', 'kube-system', {}, 'onemerge-external-secrets'),
  writes(
    "a Secret that Kubernetes fills with Flux's token",
    FLUX_NAMESPACE,
    {
      type: 'kubernetes.io/service-account-token',
      metadata: { name: 'tried', annotations: { 'kubernetes.io/service-account.name': 'kustomize-controller' } },
    },
    'onemerge-external-secrets',
  ),
  ...LIMITS_OF_APPLY_GHOST,
];

/**
 * Tries what somebody with the rights of the build, of External Secrets, or of what applies the blog, could do to take the cluster over.
 * @returns a line for each attempt
 * @throws RehearsalError when one ends otherwise than it must, or is refused for another reason
 */
export async function proveLimits({ access }: Pick<Cluster, 'access'>): Promise<string[]> {
  const lines: string[] = [];
  for (const { what, who, tried, expected } of LIMITS) {
    const said = await attempt(access, who, tried);
    if (!isAsExpected(said, expected)) {
      throw new RehearsalError(
        `${what}: ${said}; expected: ${expected === 'allowed' ? 'allowed' : `refused by ${expected}`}`,
        {
          help: 'compare build-access-limit.yaml, external-secrets-limit.yaml, apply-ghost.yaml and apply-ghost-limit.yaml below gitops/',
        },
      );
    }
    lines.push(`${what}: ${expected === 'allowed' ? 'allowed' : 'refused'}`);
  }
  return lines;
}
