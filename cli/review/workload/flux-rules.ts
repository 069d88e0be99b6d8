import type { Manifest } from '../../shared/rendering/render.ts';
import { LOCKED, type ObjectChange } from './compare.ts';
import { both, gains, isApplied, look, loses, type Rules } from './rule.ts';

const FETCHING = /^(Bucket|ExternalArtifact|GitRepository|HelmChart|HelmRepository|OCIRepository)$/;

/** What Flux applies, from where, and how it treats it; see also the rules of what runs. */
export const FLUX_RULES: Rules = {
  newSource: look('fetches what is applied from a place that is new', (change) => {
    return change.before === undefined && isApplied(change) && FETCHING.test(change.kind);
  }),
  foreignSource: look(
    'applies what another source than this repository holds',
    gains((object) => {
      const { kind, name } = object.spec?.sourceRef ?? {};
      return isFlux(object) && name !== undefined && name !== 'flux-system' ? [`${kind} ${name}`] : [];
    }),
  ),
  makes: look('makes objects that are not shown', (change) => {
    return /^(ResourceSet|ResourceSetInputProvider|ImageUpdateAutomation)$/.test(change.kind) && isApplied(change);
  }),
  values: look(
    'installs its chart otherwise: what the chart makes is not shown',
    both((before, after) => {
      return after.kind === 'HelmRelease' && treatment(before) !== treatment(after);
    }),
  ),
  newChart: look('installs a chart: what it makes is not shown', (change) => {
    return change.kind === 'HelmRelease' && change.before === undefined && isApplied(change);
  }),
  verified: look('is verified no more, or fetched past TLS', (change) => {
    return (
      loses(({ spec }) => (spec?.verify ? ['verify'] : []))(change) ||
      gains(({ spec }) => (spec?.insecure ? ['insecure'] : []))(change)
    );
  }),
  substitution: look(
    'fills in its variables otherwise, or waits no more for the infrastructure that they name',
    both((before, after) => {
      return isFlux(after) && !isSame(before.spec?.postBuild, after.spec?.postBuild);
    }),
  ),
  ungated: look(
    'waits no more for the infrastructure that it was reviewed with',
    loses(({ metadata }) => {
      return metadata.annotations?.[LOCKED] === undefined ? [] : ['gate'];
    }),
  ),
  target: look(
    'is applied to another cluster or namespace',
    both((before, after) => {
      return isApplying(after) && !isSame(targetOf(before), targetOf(after));
    }),
  ),
  handling: look(
    'deletes, or leaves, otherwise than before what it applied',
    both((before, after) => {
      return isFlux(after) && !isSame(handlingOf(before), handlingOf(after));
    }),
  ),
  marks: look('is left behind, or gets no settings, from now on: Flux is told so', (change) => {
    return change.before !== undefined && gains(marksOf)(change);
  }),
  told: look('tells somebody outside what happens, and is new or changed', (change) => {
    return change.kind === 'Provider' && isApplied(change) && changesSpec(change);
  }),
};

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const isFlux = ({ kind, apiVersion }: Manifest) =>
  kind === 'Kustomization' && apiVersion.startsWith('kustomize.toolkit.fluxcd.io/');

const isApplying = (object: Manifest) => isFlux(object) || object.kind === 'HelmRelease';

const changesSpec = ({ before, fields }: ObjectChange) =>
  before === undefined || fields.some(({ path }) => path.startsWith('spec'));

function treatment({ spec }: Manifest): string {
  const { values, valuesFrom, postRenderers, install, upgrade, driftDetection } = spec ?? {};
  return JSON.stringify([values, valuesFrom, postRenderers, install?.crds, upgrade?.crds, driftDetection]);
}

const targetOf = ({ spec }: Manifest) => [spec?.kubeConfig, spec?.targetNamespace, spec?.storageNamespace];
const handlingOf = ({ spec }: Manifest) => [spec?.force === true, spec?.deletionPolicy];

/** Marks that take an object out of what Flux does with the others; not to apply it has a rule of its own. */
function marksOf({ metadata: { annotations = {}, labels = {} } }: Manifest): string[] {
  const marks = Object.entries({ ...labels, ...annotations }).filter(([name]) => MARK.test(name));
  return marks.filter(([, mark]) => mark.toLowerCase() === 'disabled').map(([name]) => name);
}

const MARK = /^kustomize\.toolkit\.fluxcd\.io\/(prune|substitute)$/;
