import type { Config } from '../../../lib/config/config.ts';
import { isProtected } from '../../../lib/config/protected.ts';
import { type Facts, isRead } from '../facts.ts';

/**
 * A line when stacks may be deleted: a commit is as live without protection, and somebody should know.
 * @returns no line while everything that could be read is protected
 */
export function protectionNotes({ infrastructure }: Facts, config: Pick<Config, 'protection'>): string[] {
  if (!isProtected(config))
    return ["Protection is off, as the config says: write protection: 'on' once its reason is over."];
  const stacks = isRead(infrastructure) ? infrastructure.value.stacks : [];
  const open = stacks.filter(({ mayBeDeleted }) => mayBeDeleted).map(({ name }) => name);
  if (open.length === 0) return [];
  return [`Not protected from deletion yet: ${open.join(', ')}. The next execution of the pipeline protects them.`];
}
