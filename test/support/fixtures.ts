import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { cdkContext } from '../../cli/shared/cdk-context.ts';
import { buildApp } from '../../lib/app.ts';
import type { ConfigInput } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/parse.ts';
import { templatesApp } from '../../lib/templates-app.ts';

const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** A valid config with a fixed account and region; never the real one. */
export function configInput(overrides: Partial<ConfigInput> = {}): ConfigInput {
  return {
    name: 'fixture',
    region: REGION,
    account: ACCOUNT,
    repository: { owner: 'octo-org', name: 'blog' },
    alarmEmail: 'alarms@example.com',
    blog: { ownerEmail: 'owner@example.com' },
    ...overrides,
  };
}

const OUTDIRS = mkdtempSync(join(tmpdir(), 'onemerge-outdirs-'));
process.once('exit', () => rmSync(OUTDIRS, { recursive: true, force: true }));

/** A folder for what an app synthesizes, gone with this process. The CDK would make one in /tmp, and leave it. */
export function outdir(): string {
  return mkdtempSync(join(OUTDIRS, 'app-'));
}

/** An app with every stack, quick to synthesize. */
export function fixtureApp(overrides: Partial<ConfigInput> = {}): App {
  const app = templatesApp(cdkContext(), outdir());
  buildApp(app, parseConfig(configInput(overrides)));
  return app;
}

/** The stacks' construct ids, in the order of deployment. A new stack gets its place here; the tests of the app follow. */
export const STACK_NAMES = [
  'Network',
  'Cluster',
  'Flux',
  'Database',
  'Ghost',
  'Protection',
  'Alarms',
  'Pipeline',
] as const;
export type StackName = (typeof STACK_NAMES)[number];

/** A stack of an app by its construct id. */
export function stackOf(app: App, name: StackName): Stack {
  const stack = app.node.findChild(name);
  if (!(stack instanceof Stack)) throw new Error(`${name} is no stack.`);
  return stack;
}

const synthesized = new Map<string, Record<StackName, Template>>();

/** Templates of a fixture app by stack: the same ones each time in a process, as a synthesis takes seconds. */
export function templates(overrides: Partial<ConfigInput> = {}): Record<StackName, Template> {
  const key = JSON.stringify(overrides);
  const found = synthesized.get(key) ?? synthesizeFixture(overrides);
  synthesized.set(key, found);
  return found;
}

function synthesizeFixture(overrides: Partial<ConfigInput>): Record<StackName, Template> {
  const app = fixtureApp(overrides);
  const entries = STACK_NAMES.map((name) => [name, Template.fromStack(stackOf(app, name))]);
  return Object.fromEntries(entries);
}

export interface TemplateResource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are untyped JSON, and tests read them deeply
  readonly Properties: any;
  readonly DependsOn?: string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: Record<string, unknown>;
}

/** Every resource of a type, by logical id. */
export function resources(template: Template, type: string): Record<string, TemplateResource> {
  return template.findResources(type) as Record<string, TemplateResource>;
}

/** The one resource of a type. */
export function theOnly(template: Template, type: string): TemplateResource & { readonly logicalId: string } {
  const found = Object.entries(resources(template, type));
  const [first] = found;
  if (found.length !== 1 || !first) throw new Error(`Expected one ${type}, found ${found.length}.`);
  return { logicalId: first[0], ...first[1] };
}

/** The one resource of a type whose logical id starts with a prefix, that is, which a certain construct made. */
export function madeBy(template: Template, type: string, prefix: string): TemplateResource {
  const found = Object.entries(resources(template, type)).filter(([id]) => id.startsWith(prefix));
  const [first] = found;
  if (found.length !== 1 || !first) throw new Error(`Expected one ${type} ${prefix}..., found ${found.length}.`);
  return first[1];
}

/** The settings that the Ghost stack writes, with CloudFormation's references replaced by `<...>`. */
export function settingsOf(template: Template): Record<string, string> {
  const { Manifest } = theOnly(template, 'Custom::AWSCDK-EKS-KubernetesResource').Properties;
  const parts: unknown[] = Manifest['Fn::Join'][1];
  const text = parts
    .map((part) => (typeof part === 'string' ? part : `<${JSON.stringify(part).replaceAll('"', "'")}>`))
    .join('');
  return JSON.parse(text)[0].data;
}
