import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, CfnResource, type Stack } from 'aws-cdk-lib';
import { fingerprintInfrastructure } from './infrastructure.ts';
import { fingerprintOutputs, hash, outputsRead, PRODUCERS, type Template } from './output-fingerprint.ts';
import { templatesApp } from './templates-app.ts';

/**
 * Stacks refer to each other by `Fn::GetStackOutput`, which CloudFormation resolves when the *consumer* is updated and
 * never after. A consumer whose template stays the same is skipped by `cdk deploy`, and would keep the address of a
 * database that was replaced. So each resource that reads another stack's outputs carries, as metadata, a fingerprint of
 * those outputs: it changes when their values can. See docs/decisions/0002-weak-references.md.
 */

/** The stacks of an app, in the order in which they are deployed. */
export interface Stacks {
  /** What the workload relies on. The last of them writes the settings, once the others stand. */
  readonly infrastructure: readonly Stack[];
  /** What comes after it, which no manifest depends on. */
  readonly later: readonly Stack[];
}

/**
 * Defines the stacks in the app it is given.
 * @param infrastructure their own fingerprint, for the settings; none in a draft
 */
export type Define = (app: App, infrastructure?: string) => Stacks;

/**
 * Defines the stacks, with the fingerprints in place. They depend on the templates and the templates on them, so the
 * stacks are defined twice: in a draft without fingerprints, which is measured and thrown away, and in the app.
 * @param app where the stacks end up
 * @param locked the fingerprint that the manifests wait for, by that of these stacks
 */
export function pinProducers(app: App, define: Define, locked = (own: string): string => own): void {
  const { templates, infrastructure } = draft(app.node.getAllContext(), define);
  const fingerprints = fingerprintOutputs(templates);
  const stacks = inOrder(define(app, locked(infrastructure)));
  for (const stack of stacks) pin(stack, templates.get(stack.stackName), fingerprints);
}

/** A draft of an app: what it deploys, but for the fingerprints. */
interface Draft {
  /** By stack name. */
  readonly templates: ReadonlyMap<string, Template>;
  /** The fingerprint of what the workload relies on, see `fingerprintInfrastructure`. */
  readonly infrastructure: string;
}

/**
 * Synthesizes the stacks in a folder of their own.
 * @param context of the app, as cdk.json gives it
 */
export function draft(context: Record<string, unknown>, define: Define): Draft {
  const outdir = mkdtempSync(join(tmpdir(), 'onemerge-draft-'));
  try {
    const scope = templatesApp(context, outdir);
    const { infrastructure } = define(scope);
    const { stacks } = scope.synth();
    const templates = new Map(stacks.map((stack) => [stack.stackName, stack.template as Template]));
    const reliedOn = infrastructure.map(({ stackName }) => stackName);
    const covered = new Map([...templates].filter(([name]) => reliedOn.includes(name)));
    return { templates, infrastructure: fingerprintInfrastructure(covered) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const inOrder = ({ infrastructure, later }: Stacks): Stack[] => [...infrastructure, ...later];

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
