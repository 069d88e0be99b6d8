import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { asciiOf } from '../review/change-id.ts';
import type { Stacks, SynthesizedStack } from '../review/facts.ts';

/**
 * The template that a stack was last deployed from.
 * @throws Error when there is none, and the SDK's own errors
 */
export async function deployedTemplate(
  client: CloudFormationClient,
  name: string,
): Promise<SynthesizedStack['template']> {
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: name, TemplateStage: 'Original' }));
  if (TemplateBody === undefined) throw new Error(`${name} has no template`);
  return JSON.parse(TemplateBody) as SynthesizedStack['template'];
}

/** Stacks as CloudFormation keeps them: a character that it does not keep is no change. */
export function asKept(stacks: Stacks): Stacks {
  return JSON.parse(asciiOf(JSON.stringify(stacks))) as Stacks;
}
