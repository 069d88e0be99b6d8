import type { Config } from '../../lib/config/config.ts';
import { NAME_TAG } from '../../lib/names.ts';
import type { DeployedStack } from './account/stacks.ts';

/** Is a stack this blog's, and not somebody else's of the same name? */
export const isOwn = ({ tags }: DeployedStack, { name }: Pick<Config, 'name'>): boolean => tags[NAME_TAG] === name;
