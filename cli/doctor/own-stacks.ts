import type { Config } from '../../lib/config/config.ts';
import type { DeployedStack } from './account/stacks.ts';

/** The tag that every stack of a blog carries, with the config's name: see lib/app.ts. */
const TAG = 'onemerge:name';

/** Is a stack this blog's, and not somebody else's of the same name? */
export const isOwn = ({ tags }: DeployedStack, { name }: Pick<Config, 'name'>): boolean => tags[TAG] === name;
