import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, type Stack } from 'aws-cdk-lib';
import { fingerprintOutputs, hash, outputsRead, type Template } from './output-fingerprint.ts';

/**
 * Stacks refer to each other by `Fn::GetStackOutput`, which CloudFormation resolves when the *consumer* is updated and
 * never after. A consumer whose template stays the same is skipped by `cdk deploy`, and would keep the address of a
 * database that was replaced. So each resource that reads another stack's outputs carries, as metadata, a fingerprint of
 * those outputs: it changes when their values can. See docs/decisions/0002-weak-references.md.
 */

/** The metadata key of a resource that reads outputs of other stacks: an object from stack name to fingerprint. */
export const PRODUCERS = 'onemerge:producers';

/**
 * Defines the stacks, with the fingerprints in place. They depend on the templates and the templates on them, so the
 * stacks are defined twice: in a draft without fingerprints, which is measured and thrown away, and in the app.
 * @param app where the stacks end up
 * @param define defines the stacks in the app it is given, and returns them
 */
export function pinProducers(app: App, define: (app: App) => Stack[]): void {
  const templates = draft(app, define);
  const fingerprints = fingerprintOutputs(templates);
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

function pin(stack: Stack, template: Template | undefined, fingerprints: ReadonlyMap<string, string>): void {
  for (const resource of stack.node.findAll().filter(CfnResource.isCfnResource)) {
    const read = outputsRead(template?.Resources[String(stack.resolve(resource.logicalId))]);
    if (read.length > 0) resource.addMetadata(PRODUCERS, byProducer(read, fingerprints));
  }
}

/** One fingerprint for each stack that is read, of the outputs that are read of it. */
function byProducer(
  read: ReturnType<typeof outputsRead>,
  fingerprints: ReadonlyMap<string, string>,
): Record<string, string> {
  const producers = [...new Set(read.map(({ stack }) => stack))];
  return Object.fromEntries(
    producers.map((producer) => {
      const own = read.filter(({ stack }) => stack === producer).map(({ key }) => fingerprints.get(key));
      return [producer, hash(own)];
    }),
  );
}
