import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { templatesApp } from '../../../lib/templates-app.ts';
import type { Checks, Stacks, SynthesizedStack } from '../facts.ts';
import { configOf, type Installation, moduleOf } from './module-of.ts';
import { findingsIn, REPORTED_ONLY } from './validation.ts';

/** A synthesized app. */
interface Synthesis {
  readonly stacks: Stacks;
  readonly checks: Checks;
}

/**
 * Synthesizes a tree's app by its own code.
 * @param withNag asks cdk-nag as well, which the build does not install
 * @param validated asks the CDK's own validation as well
 */
export async function synthesize(
  tree: string,
  { withNag, validated }: { readonly withNag: boolean; readonly validated: boolean },
): Promise<Synthesis> {
  const context = { ...contextOf(tree), ...REPORTED_ONLY };
  const { buildApp } = await moduleOf(tree, 'lib/app.ts');
  const outdir = mkdtempSync(join(tmpdir(), 'onemerge-review-app-'));
  try {
    const app = templatesApp(context, outdir, validated);
    buildApp(app, await configOf(tree));
    if (withNag) await addRules(app);
    app.synth();
    return {
      stacks: stacksOf(app),
      checks: { open: withNag ? findingsIn(outdir) : [], acknowledged: acknowledgedIn(app) },
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/**
 * The stacks of an environment that is not shown: without rules, which look at the same code.
 * @throws Error of the tree
 */
export async function synthesizeOther(tree: string, config: Installation): Promise<Stacks> {
  const { buildApp } = await moduleOf(tree, 'lib/app.ts');
  const outdir = mkdtempSync(join(tmpdir(), 'onemerge-review-app-'));
  try {
    const app = templatesApp({ ...contextOf(tree), ...REPORTED_ONLY }, outdir);
    buildApp(app, config);
    app.synth();
    return stacksOf(app);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** @throws Error that names the file: its place would be that of this code */
function contextOf(tree: string): Record<string, unknown> {
  const text = readFileSync(join(tree, 'cdk.json'), 'utf8');
  try {
    return JSON.parse(text).context;
  } catch (error) {
    throw Object.assign(new Error(`cdk.json: ${(error as Error).message}`), { stack: '' });
  }
}

async function addRules(app: App): Promise<void> {
  const { AwsSolutionsChecks } = await import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: false }));
}

/** Stacks in stacks and in stages too, by their paths. */
function stacksOf(app: App): Record<string, SynthesizedStack> {
  const stacks = app.node.findAll().filter(Stack.isStack);
  return Object.fromEntries(
    stacks.map((stack) => {
      const file = join(Stage.of(stack)?.outdir ?? app.outdir, stack.templateFile);
      // The name of a stack in a stack is made up when it is deployed.
      const name = stack.nestedStackParent === undefined ? stack.stackName : stack.node.path;
      return [stack.node.path, { name, place: stack.environment, template: JSON.parse(readFileSync(file, 'utf8')) }];
    }),
  );
}

function acknowledgedIn(app: App): Checks['acknowledged'] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, unknown>))
      // The CDK names whose rule it is in front: `Annotation::AwsSolutions-IAM5[Resource::*]`.
      .map(([rule, reason]) => ({ rule: rule.replace(/^Annotation::/, ''), path: node.path, reason: String(reason) })),
  );
}
