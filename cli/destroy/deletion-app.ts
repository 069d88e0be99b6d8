import { DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { bootstrapNames } from '../../lib/bootstrap/names.ts';
import { regionOfStack } from '../../lib/config/certificate-region.ts';
import type { Config } from '../../lib/config/config.ts';
import { outputsRead } from '../../lib/output-fingerprint.ts';
import { templatesApp } from '../../lib/templates-app.ts';
import type { Templates } from '../shared/templates.ts';
import { deployedNames } from '../verify/observe/aws.ts';

/**
 * Writes an app that the CDK can destroy: the stacks by name, empty, because CloudFormation knows what they hold. They are deployed one
 * after the other; here a stack waits only for those that use what is in it, so that some go side by side. Before the stack of the
 * blog goes all that was deployed after it, and then what that stands on: docs/decisions/0048-destroyed-side-by-side.md.
 * @param stacks those that stand, in the order in which they were deployed, backwards
 * @param outdir an empty folder
 */
export function writeDeletionApp(
  config: Pick<Config, 'name' | 'region' | 'account'>,
  templates: Templates,
  stacks: readonly string[],
  outdir: string,
): void {
  const { name, region, account } = config;
  const { qualifier } = bootstrapNames({ name, region });
  const blog = deployedNames({ name }).blog.stack;
  const app = templatesApp({}, outdir);
  const made = new Map<string, Stack>();
  for (const stackName of stacks.toReversed()) {
    const uses = outputsRead(templates.get(stackName)).map(({ stack }) => stack);
    const standsOn = stackName === blog ? [...made.keys()] : [...uses, blog];
    const env = { region: regionOfStack(stackName, region), ...(account !== undefined && { account }) };
    const synthesizer = new DefaultStackSynthesizer({ qualifier });
    const stack = new Stack(app, stackName, { stackName, env, synthesizer });
    for (const other of standsOn.flatMap((one) => made.get(one) ?? [])) stack.addStackDependency(other);
    made.set(stackName, stack);
  }
  app.synth();
}
