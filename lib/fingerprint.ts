import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, type Stack } from 'aws-cdk-lib';

/**
 * Stacks refer to each other by `Fn::GetStackOutput`, which CloudFormation resolves when the *consumer* is updated and
 * never after. A consumer whose template stays the same is skipped by `cdk deploy`, and would keep the address of a
 * database that was replaced. So each resource that reads another stack's output carries, as metadata, a fingerprint
 * of the stacks it reads: it changes exactly when they do. See docs/decisions/0002-weak-references.md.
 */

/** The metadata key of a resource that reads outputs of other stacks: an object from stack name to fingerprint. */
export const PRODUCERS = 'onemerge:producers';

type Template = Record<string, unknown> & { Resources: Record<string, unknown> };

/**
 * Defines the stacks, with the fingerprints in place. They depend on the templates and the templates on them, so the
 * stacks are defined twice: in a draft without fingerprints, which is measured and thrown away, and in the app.
 * @param app where the stacks end up
 * @param define defines the stacks in the app it is given, and returns them
 */
export function pinProducers(app: App, define: (app: App) => Stack[]): void {
  const templates = draft(app, define);
  const fingerprints = fingerprintStacks(templates);
  for (const stack of define(app)) pin(stack, templates.get(stack.stackName), fingerprints);
}

/** Synthesizes the stacks in a folder of their own. Returns the templates by stack name. */
function draft(app: App, define: (app: App) => Stack[]): Map<string, Template> {
  const outdir = mkdtempSync(join(tmpdir(), 'onemerge-draft-'));
  try {
    // The draft is not what is deployed: its templates are checked once, in the app itself, and no asset is copied.
    const context = { ...app.node.getAllContext(), 'aws:cdk:disable-asset-staging': true };
    const scope = new App({ context, outdir, builtinCloudFormationValidation: false });
    define(scope);
    const { stacks } = scope.synth();
    return new Map(stacks.map((stack) => [stack.stackName, stack.template as Template]));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/**
 * A fingerprint for each stack: of its template and, in turn, of the stacks that it reads.
 * @param templates templates by stack name, in which no stack reads a later one's output
 * @returns 16 hexadecimal digits by stack name
 */
export function fingerprintStacks(templates: ReadonlyMap<string, Template>): Map<string, string> {
  const fingerprints = new Map<string, string>();
  for (const [name, template] of templates) {
    const producers = producersOf(template).map((producer) => fingerprints.get(producer));
    fingerprints.set(name, hash([withoutMetadata(template), producers]));
  }
  return fingerprints;
}

function pin(stack: Stack, template: Template | undefined, fingerprints: ReadonlyMap<string, string>): void {
  for (const resource of stack.node.findAll().filter(CfnResource.isCfnResource)) {
    const producers = producersOf(template?.Resources[String(stack.resolve(resource.logicalId))]);
    if (producers.length === 0) continue;
    resource.addMetadata(PRODUCERS, Object.fromEntries(producers.map((name) => [name, fingerprints.get(name)])));
  }
}

/** The names of the stacks whose outputs a piece of a template reads. */
export function producersOf(part: unknown): string[] {
  const names = new Set<string>();
  JSON.stringify(part ?? null, (key, value) => {
    if (key === 'Fn::GetStackOutput') names.add(String(value.StackName));
    return value;
  });
  return [...names].sort();
}

/** Metadata changes nothing that is deployed; it holds paths and, in the end, the fingerprints themselves. */
function withoutMetadata(template: Template): unknown {
  return JSON.parse(JSON.stringify(template, (key, value) => (key === 'Metadata' ? undefined : value)));
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
