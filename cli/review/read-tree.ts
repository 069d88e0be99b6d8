import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'aws-cdk-lib';
import type { Half, RenderedKustomization, SynthesizedStack, TreeFacts } from './facts.ts';

// node read-tree.ts TREE HALF...: prints those halves of a tree as JSON. A process of its own, because the code that reads is
// the tree's.

const [, , tree = '.', ...halves] = process.argv;

/** A module of the tree. Trees may differ, so what it holds is looked up by name. */
// biome-ignore lint/suspicious/noExplicitAny: the module is another commit's
const moduleOf = async (path: string): Promise<any> => import(pathToFileURL(join(tree, path)).href);

async function synthesize(): Promise<Record<string, SynthesizedStack>> {
  const { buildApp } = await moduleOf('lib/app.ts');
  const { parseConfig } = await moduleOf('lib/config/parse.ts');
  const config = await moduleOf('onemerge.config.ts');
  const { context } = JSON.parse(readFileSync(join(tree, 'cdk.json'), 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'onemerge-review-app-'));
  try {
    // Templates alone are compared: no asset is copied, and `npm run check` checks them against AWS's rules.
    const unstaged = { ...context, 'aws:cdk:disable-asset-staging': true };
    const app = new App({ context: unstaged, outdir, builtinCloudFormationValidation: false });
    buildApp(app, parseConfig(config.default));
    return Object.fromEntries(
      app.synth().stacks.map(({ id, stackName, template }) => [id, { name: stackName, template }]),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function render(): Promise<RenderedKustomization[]> {
  const { renderTree } = await moduleOf('cli/shared/rendering/render.ts');
  const { CONTRACT_VALUES } = await moduleOf('cli/shared/rendering/contract-values.ts');
  const rendered: RenderedKustomization[] = renderTree(CONTRACT_VALUES);
  return rendered.map(({ name, objects }) => ({ name, objects }));
}

async function half<T>(name: keyof TreeFacts, read: () => Promise<T>): Promise<Half<T> | undefined> {
  if (!halves.includes(name)) return undefined;
  try {
    return { value: await read() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

const infrastructure = await half('infrastructure', synthesize);
const workload = await half('workload', render);
const facts: TreeFacts = { ...(infrastructure && { infrastructure }), ...(workload && { workload }) };
process.stdout.write(JSON.stringify(facts));
