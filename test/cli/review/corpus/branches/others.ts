import { type Edit, object, write } from '../edits.ts';
import { setting } from '../manifests.ts';

const CONTRACT = 'cli/shared/rendering/contract-values.ts';
const settings = (...names: string[]) =>
  write({
    [CONTRACT]: `export const CONTRACT_VALUES = { ${names.map((name) => `${name}: '10.0.0.0/16'`).join(', ')} };\n`,
  });

/** A theme of five thousand lines, in a ConfigMap each. */
const lines = Array.from({ length: 5000 }, (_, n) => `  line-${n}: "${n}"`).join('\n');

/** Branches of neither half, of the contract, and such as somebody makes who means harm or makes mistakes. */
export const OTHERS: Readonly<Record<string, readonly Edit[]>> = {
  'docs-only': [write({ 'README.md': '# Another blog\n' })],
  'lockfile-only': [write({ 'package-lock.json': '{ "lockfileVersion": 4 }\n' })],
  'the-workflow-itself': [write({ '.github/workflows/check.yml': 'on: pull_request_target\n' })],
  'the-review-itself': [write({ 'cli/review/review.ts': 'export {};\n', '.github/CODEOWNERS': '* @octocat\n' })],
  'the-deployment-itself': [write({ 'buildspec.yml': 'version: 0.2\n' })],
  'approval-of-nothing': [
    write({
      'approvals.json': JSON.stringify([
        { subject: 'Database/Database', change: '000000000000', reason: 'left over from last year' },
      ]),
    }),
  ],
  'setting-added': [
    settings('SITE_URL', 'VPC_CIDR', 'SITE_LANGUAGE'),
    object('ghost/ConfigMap-theme', ({ metadata, data }) => {
      metadata.annotations = {};
      data.language = setting('SITE_LANGUAGE');
    }),
  ],
  'setting-for-nobody': [settings('SITE_URL', 'VPC_CIDR', 'SITE_LANGUAGE')],
  'key-renamed-on-one-side': [settings('SITE_URL', 'NETWORK_CIDR')],
  'setting-of-another-value': [
    write({ 'onemerge.config.ts': "export default { settings: { SITE_URL: 'https://other.example.com' } };\n" }),
  ],
  'yaml-anchors': [
    write({
      'gitops/ghost/ConfigMap-anchors.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: anchors, labels: &labels { app: ghost } }\ndata:\n  <<: *labels\n',
    }),
  ],
  'five-thousand-lines': [
    write({
      'gitops/ghost/ConfigMap-lines.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: lines\ndata:\n${lines}\n`,
    }),
  ],
  'injected-markdown': [
    write({
      'gitops/ghost/ConfigMap-injected.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "</details> @octocat [a](https://evil.example.com) `x`" }\n',
    }),
    object('ghost/ConfigMap-theme', ({ metadata, data }) => {
      metadata.annotations = {};
      data['a`b'] = '</details>\n\n# Approved ![](https://evil.example.com/it.png) @octocat';
    }),
  ],
  'yaml-error': [
    write({ 'gitops/ghost/Service-ghost.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: ghost\n' }),
  ],
  'malformed-template': [write({ 'lib/stacks.json': '{ "Network": ' })],
  'code-that-does-not-compile': [write({ 'lib/app.ts': 'export function buildApp( {' })],
  'approvals-that-cannot-be-read': [write({ 'approvals.json': '[{ "subject": "Database/Database" }]' })],
};
