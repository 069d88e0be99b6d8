import type { Edit, Files } from './edits.ts';
import { projectFiles } from './project.ts';

/** What each environment of the project begins with. */
const ENVIRONMENTS = { staging: {}, production: { after: 'staging', approval: 'manual' } };

/** The project with several environments: the stacks of each lie in a file of its own. */
const CODE: Files = {
  'lib/config/parse.ts': `
export const parseInstallations = ({ environments, ...shared }: any) =>
  Object.entries<any>(environments).map(([name, { after, approval, ...own }]) => ({
    name: 'blog-' + name, ...shared, ...own, environment: { name, after, approval },
  }));
export const parseConfig = (config: any, name: string) => parseInstallations(config).find((one: any) => one.environment.name === name);
`,
  'lib/app.ts': `
import { readFileSync } from 'node:fs';
import { CfnResource, Stack } from 'aws-cdk-lib';
export function buildApp(app: any, { name: prefix, environment }: any) {
  const text = readFileSync(new URL('stacks-' + environment.name + '.json', import.meta.url), 'utf8');
  for (const [id, resources] of Object.entries<any>(JSON.parse(text))) {
    const stack = new Stack(app, id, { stackName: prefix + '-' + id.toLowerCase() });
    for (const [name, { Type: type, Properties: properties, ...rest }] of Object.entries<any>(resources)) {
      const resource = new CfnResource(stack, name, { type, properties });
      resource.overrideLogicalId(name);
      for (const [key, value] of Object.entries(rest)) resource.addOverride(key, value);
    }
  }
}
`,
};

const STACKS = 'lib/stacks.json';
const stacksOf = (environment: string) => `lib/stacks-${environment}.json`;

/** The files of the project with environments that every branch starts from. */
export function environmentsFiles(): Files {
  const { [STACKS]: stacks = '', ...files } = projectFiles();
  const each = Object.keys(ENVIRONMENTS).map((name) => [stacksOf(name), stacks]);
  return { ...files, ...CODE, ...Object.fromEntries(each), ...configFile(ENVIRONMENTS) };
}

const configFile = (environments: object): Files => {
  const config = { settings: { SITE_URL: 'https://blog.example.com' }, environments };
  return { 'onemerge.config.ts': `export default ${JSON.stringify(config)};\n` };
};

/** Writes the environments of the config; one that is new begins with the stacks of production. */
export const environments =
  (written: Readonly<Record<string, object>>): Edit =>
  (files) => {
    Object.assign(files, configFile(written));
    for (const name of Object.keys(written)) files[stacksOf(name)] ??= files[stacksOf('production')] ?? '';
  };

/** Edits the stacks of one environment. */
export const inEnvironment =
  (name: string, ...edits: readonly Edit[]): Edit =>
  (files) => {
    const own: Files = { [STACKS]: files[stacksOf(name)] ?? '' };
    for (const edit of edits) edit(own);
    files[stacksOf(name)] = own[STACKS] ?? '';
  };
