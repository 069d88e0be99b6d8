import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { Config } from '../../../lib/config/config.ts';
import { asKept, deployedTemplate } from '../../approvals/templates.ts';
import { awsWords } from '../../shared/aws-words.ts';
import { clientSettings } from '../../shared/client-settings.ts';
import { stackClients } from '../../shared/stack-clients.ts';
import type { Half, Stacks } from '../facts.ts';
import { compareStacks, type ResourceChange } from '../infrastructure/compare.ts';

/**
 * How what is deployed differs from a tree. Asked with the caller's own credentials, which may be those of the role for pull
 * requests: it reads templates, and nothing else.
 * @param base the stacks as the tree synthesizes them
 * @returns what a deployment of the tree would change; why, when AWS cannot be asked
 */
export async function compareDeployed(
  config: Pick<Config, 'region'>,
  base: Stacks,
): Promise<Half<readonly ResourceChange[]>> {
  const { region } = config;
  const client = stackClients(clientSettings(region, fromNodeProviderChain({ clientConfig: clientSettings(region) })));
  const read = Object.entries(base).map(async ([id, { name }]) => {
    const template = await deployedTemplate(client(name), name).catch(noneWhereNoStackIs);
    return template === undefined ? [] : [[id, { name, template }] as const];
  });
  try {
    const deployed = Object.fromEntries((await Promise.all(read)).flat());
    return { value: compareStacks(asKept(deployed), asKept(base)) };
  } catch (error) {
    const words = awsWords(error);
    const why = words?.what ?? (error instanceof Error ? error.message : String(error));
    return { error: words?.help === undefined ? why : `${why}; ${words.help}` };
  }
}

/** CloudFormation has no error of its own for it. */
function noneWhereNoStackIs(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ValidationError' && / does not exist$/.test(error.message)) return;
  throw error;
}
