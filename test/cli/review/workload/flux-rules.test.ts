import { FLUX_RULES } from '../../../../cli/review/workload/flux-rules.ts';
import { objectRuleTests } from '../../../support/review.ts';
import { object, spec } from './objects.ts';

const flux = (of: object) => ({ ...spec('Kustomization', { ...of }), apiVersion: 'kustomize.toolkit.fluxcd.io/v1' });
const from = (name: string) => flux({ sourceRef: { kind: 'GitRepository', name } });
const release = (of: object) => spec('HelmRelease', { interval: '1h', ...of });
const fetched = (of: object) => spec('OCIRepository', { url: 'oci://a/b', ref: { tag: '1.0.0' }, ...of });
const marked = (annotations: Record<string, string>) => object('ConfigMap', {}, annotations);
const strict = { postBuild: { substituteStrategy: 'Always', substituteFrom: [{ name: 'settings' }] } };

objectRuleTests('what Flux applies, and how it treats it', FLUX_RULES, {
  newSource: {
    said: [undefined, spec('GitRepository', { url: 'a' })],
    unsaid: [spec('GitRepository', { url: 'a' }), undefined],
  },
  foreignSource: { said: [undefined, from('stranger')], unsaid: [undefined, from('flux-system')] },
  makes: { said: [undefined, spec('ResourceSet', {})], unsaid: [spec('ResourceSet', {}), undefined] },
  values: {
    said: [release({ values: { a: true } }), release({ values: { a: false } })],
    unsaid: [release({ values: { a: true } }), release({ values: { a: true }, interval: '2h' })],
  },
  newChart: { said: [undefined, release({})], unsaid: [release({}), release({ timeout: '1m' })] },
  verified: { said: [fetched({ verify: {} }), fetched({})], unsaid: [fetched({}), fetched({ verify: {} })] },
  substitution: { said: [flux(strict), flux({})], unsaid: [flux(strict), flux({ ...strict, interval: '1m' })] },
  ungated: {
    said: [marked({ 'onemerge/infrastructure': 'a' }), marked({ it: 'a' })],
    unsaid: [marked({ 'onemerge/infrastructure': 'a' }), marked({ 'onemerge/infrastructure': 'b', it: 'a' })],
  },
  target: {
    said: [flux({}), flux({ targetNamespace: 'kube-system' })],
    unsaid: [flux({ targetNamespace: 'a' }), flux({ targetNamespace: 'a', interval: '1m' })],
  },
  handling: {
    said: [flux({}), flux({ deletionPolicy: 'Orphan' })],
    unsaid: [flux({ deletionPolicy: 'Orphan' }), flux({ deletionPolicy: 'Orphan', interval: '1m' })],
  },
  marks: {
    said: [marked({}), marked({ 'kustomize.toolkit.fluxcd.io/prune': 'Disabled' })],
    unsaid: [marked({ 'kustomize.toolkit.fluxcd.io/prune': 'Disabled' }), marked({})],
  },
  told: {
    said: [undefined, spec('Provider', { address: 'https://example.com' })],
    unsaid: [spec('Provider', { address: 'https://example.com' }), undefined],
  },
});
