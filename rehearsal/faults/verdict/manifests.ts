import { replaceMatches, replaceOnce } from '../../harness/project.ts';
import { DEPLOYMENT } from '../../scenarios/both-halves.ts';
import { brokenByMerge } from './by-merge.ts';
import { crashedThrice, imageMissing, refusedByFlux } from './cluster-state.ts';

const SERVICE_ACCOUNT = 'gitops/apps/ghost/service-account.yaml';
const SERVICE = 'gitops/apps/ghost/service.yaml';
const IMAGES = 'gitops/apps/ghost/image/kustomization.yaml';

const unsetVariable = brokenByMerge({
  id: 'unset-variable',
  title: 'a manifest that uses a setting that does not exist',
  cause: 'unset variable',
  edits: {
    [SERVICE_ACCOUNT]: (text) => `${text}imagePullSecrets: [{ name: "\${NO_SUCH_SETTING}" }]\n`,
  },
  isFinal: refusedByFlux,
});

const rejected = brokenByMerge({
  id: 'rejected-manifest',
  title: 'a manifest that the API server rejects',
  cause: 'rejected manifest',
  edits: { [SERVICE]: (text) => replaceOnce(text, 'targetPort: 2368', 'targetPort: 236800', SERVICE) },
  isFinal: refusedByFlux,
});

/** Pod Security would refuse none of it: what it lacks is a right of the account that applies the blog. */
const missingRight = brokenByMerge({
  id: 'missing-right',
  title: 'a kind that the account which applies the blog has no right to',
  cause: 'right missing',
  edits: {
    [SERVICE]: (text) =>
      `${text}---\napiVersion: v1\nkind: LimitRange\nmetadata:\n  name: small\nspec:\n  limits:\n    - type: Pod\n      max:\n        memory: 8Gi\n`,
  },
  isFinal: refusedByFlux,
});

const LABELS = /(matchLabels|labels):\n( +)app\.kubernetes\.io\/name: ghost\n/g;

const immutable = brokenByMerge({
  id: 'immutable-field',
  title: 'a changed selector, which a Deployment does not allow',
  cause: 'immutable field',
  edits: {
    [DEPLOYMENT]: (text) => replaceMatches(text, LABELS, '$&$2example.com/tier: web\n', DEPLOYMENT),
  },
  isFinal: refusedByFlux,
});

const missingImage = brokenByMerge({
  id: 'missing-image',
  title: 'an image that does not exist',
  cause: 'image not found',
  edits: { [IMAGES]: (text) => replaceOnce(text, 'newTag: ', 'newTag: none-', IMAGES) },
  isFinal: imageMissing,
});

/** The container that prepares the blog has run well and has nothing to tell; the one that crashes has. */
const crashing = brokenByMerge({
  id: 'crashing-container',
  title: 'a program that does not exist',
  cause: 'container crashes',
  edits: { [DEPLOYMENT]: (text) => replaceOnce(text, 'current/index.js]', 'current/indx.js]', DEPLOYMENT) },
  isFinal: crashedThrice,
});

/** What a pull request can do wrong in the manifests alone. */
export const manifestFaults = [unsetVariable, rejected, missingRight, immutable, missingImage, crashing];
