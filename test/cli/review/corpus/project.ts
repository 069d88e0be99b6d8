import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Manifest } from '../../../../cli/shared/rendering/render.ts';
import { ROOT } from '../../../support/documents.ts';
import { MANIFESTS } from './manifests.ts';
import { STACKS } from './stacks.ts';

/** The code of the project: it makes stacks and manifests of what lies beside it. kustomize has its tests elsewhere. */
const CODE: Readonly<Record<string, string>> = {
  'lib/app.ts': `
import { readFileSync } from 'node:fs';
import { CfnOutput, CfnResource, Stack, Validations } from 'aws-cdk-lib';
const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
export function buildApp(app: any) {
  for (const [id, resources] of Object.entries<any>(read('stacks.json'))) {
    const stack = new Stack(app, id, { stackName: 'blog-' + id.toLowerCase() });
    new CfnOutput(stack, 'Name', { value: stack.stackName });
    for (const [name, { Type: type, Properties: properties, ...rest }] of Object.entries<any>(resources)) {
      const resource = new CfnResource(stack, name, { type, properties });
      resource.overrideLogicalId(name);
      for (const [key, value] of Object.entries(rest)) resource.addOverride(key, value);
    }
  }
  for (const [id, reason] of Object.entries<string>(read('acknowledged.json'))) {
    Validations.of(app.node.findChild('Database')).acknowledge({ id, reason });
  }
}
`,
  'lib/acknowledged.json': JSON.stringify({
    'AwsSolutions-RDS3': 'one zone is enough',
    'AwsSolutions-RDS11': 'one port',
  }),
  'lib/config/parse.ts': 'export const parseConfig = (config: unknown) => config;\n',
  'lib/settings.ts': 'export const configuredSettings = (config: any) => ({ ...config.settings });\n',
  'onemerge.config.ts': "export default { settings: { SITE_URL: 'https://blog.example.com' } };\n",
  'cdk.json': '{ "context": {} }\n',
  'package-lock.json': '{ "lockfileVersion": 3 }\n',
  'README.md': '# A blog\n',
  '.github/workflows/check.yml': 'on: push\n',
  'cli/shared/rendering/contract-values.ts':
    "export const CONTRACT_VALUES = { SITE_URL: '', VPC_CIDR: '10.0.0.0/16' };\n",
  'cli/shared/rendering/render.ts': `
import { readdirSync, readFileSync } from 'node:fs';
import { documents, readDocument } from '${join(ROOT, 'cli/shared/rendering/documents.ts')}';
export { variablesIn } from '${join(ROOT, 'cli/shared/rendering/render.ts')}';
const ROOT = new URL('../../../', import.meta.url).pathname;
export function renderTree(values: Record<string, string>) {
  const folders = readdirSync(ROOT + 'gitops').sort();
  return folders.map((name) => ({ name, objects: objectsIn('gitops/' + name, values) }));
}
function objectsIn(path: string, values: Record<string, string>) {
  const files = readdirSync(ROOT + path).sort();
  const texts = files.flatMap((file) => documents(readFileSync(ROOT + path + '/' + file, 'utf8')));
  return texts.map((text) => readDocument(text, values, path, ROOT));
}
`,
};

/** Where an object's manifest lies. */
export const manifestFile = (kustomization: string, { kind, metadata }: Manifest) =>
  `gitops/${kustomization}/${kind}-${metadata.name}.yaml`;

/** The files of the project that every branch starts from. */
export function projectFiles(): Record<string, string> {
  const manifests = Object.entries(MANIFESTS).flatMap(([kustomization, objects]) =>
    objects.map((object) => [manifestFile(kustomization, object), stringify(object)]),
  );
  return { ...CODE, 'lib/stacks.json': JSON.stringify(STACKS, null, 1), ...Object.fromEntries(manifests) };
}
