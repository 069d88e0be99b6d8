import { WAY_RULES } from '../../../../cli/review/workload/way-rules.ts';
import { objectRuleTests } from '../../../support/review.ts';
import { deployment, object, running, spec } from './objects.ts';

const containers = (...names: string[]) =>
  deployment({ template: { spec: { containers: names.map((name) => ({ name, image: 'a:1.0' })) } } });
const labelled = (labels: object) => deployment({ template: { metadata: { labels }, spec: { containers: [] } } });
const mounting = (...secrets: string[]) =>
  running({}, { volumes: secrets.map((secretName) => ({ name: secretName, secret: { secretName } })) });
const variable = (value: object) => running({ env: [{ name: 'API_TOKEN', ...value }] });
const account = (annotations: Record<string, string>) => object('ServiceAccount', {}, annotations);
const claiming = (volume: object) => running({}, { volumes: [{ name: 'content', ...volume }] });
const claimed = { persistentVolumeClaim: { claimName: 'content' } };
const selecting = (app: string, more = {}) => spec('Service', { selector: { app }, ...more });
const inSystem = (namespace: string) => ({
  ...object('ConfigMap', { data: { a: '1' } }),
  metadata: { name: 'it', namespace },
});
const quota = (pods: string, labels = {}) => ({
  ...spec('ResourceQuota', { hard: { pods } }),
  metadata: { name: 'it', labels },
});
const owned = (...names: string[]) => ({
  ...object('ConfigMap'),
  metadata: { name: 'it', annotations: {}, ownerReferences: names.map((name) => ({ name })) },
});
const ingress = (more: object) => spec('Ingress', { rules: [], ...more });

objectRuleTests('what runs beside an image, and where traffic goes', WAY_RULES, {
  newContainer: { said: [containers('a'), containers('a', 'b')], unsaid: [containers('a', 'b'), containers('a')] },
  command: {
    said: [running({ command: ['a'] }), running({ command: ['b'] })],
    unsaid: [running({ command: ['a'] }), running({ command: ['a'], image: 'a:1.1' })],
  },
  names: {
    said: [running({}), running({}, { hostAliases: [{ ip: '10.0.0.1' }] })],
    unsaid: [running({}), running({}, { hostname: 'it' })],
  },
  labels: { said: [labelled({ app: 'a' }), labelled({ app: 'b' })], unsaid: [labelled({}), labelled({ app: 'a' })] },
  secretsRead: { said: [mounting('a'), mounting('a', 'b')], unsaid: [mounting('a', 'b'), mounting('a')] },
  clearText: {
    said: [variable({}), variable({ value: 'hunter2' })],
    unsaid: [variable({}), variable({ valueFrom: { secretKeyRef: { name: 'it', key: 'a' } } })],
  },
  credentials: {
    said: [account({}), account({ 'eks.amazonaws.com/role-arn': 'arn' })],
    unsaid: [account({}), account({ it: 'a' })],
  },
  keptElsewhere: {
    said: [claiming(claimed), claiming({ emptyDir: {} })],
    unsaid: [claiming({ emptyDir: {} }), claiming(claimed)],
  },
  traffic: { said: [selecting('a'), selecting('b')], unsaid: [selecting('a'), selecting('a', { type: 'NodePort' })] },
  addresses: { said: [undefined, object('EndpointSlice')], unsaid: [object('EndpointSlice'), undefined] },
  api: { said: [undefined, spec('APIService', {})], unsaid: [spec('APIService', {}), undefined] },
  nodes: {
    said: [spec('NodeClass', { role: 'a' }), spec('NodeClass', { role: 'b' })],
    unsaid: [spec('NodeClass', { role: 'a' }), undefined],
  },
  system: { said: [undefined, inSystem('kube-system')], unsaid: [undefined, inSystem('ghost')] },
  limitless: { said: [quota('10'), quota('1000')], unsaid: [quota('10'), quota('10', { it: 'a' })] },
  gone: { said: [spec('Service', {}), undefined], unsaid: [object('ConfigMap'), undefined] },
  owner: { said: [owned('a'), owned('a', 'b')], unsaid: [owned('a', 'b'), owned('a')] },
  plainIngress: { said: [ingress({ tls: [{}] }), ingress({})], unsaid: [ingress({}), ingress({ tls: [{}] })] },
});
