import { type Facts, isRead, type ReaderFacts } from '../facts.ts';
import type { Part } from '../verdict.ts';
import { pageCause } from './page.ts';
import { problem } from './problem.ts';
import { unreadPart } from './unread.ts';

/** What a reader meets: the front page at its public address, and load balancer targets that are healthy. */
export function readerParts({ reader }: Facts): Part[] {
  if (!isRead(reader)) return [unreadPart('reader', 'blog', reader)];
  const { targetGroups } = reader.value;
  const groups = targetGroups.length > 0 ? targetGroups : [{ name: 'of the load balancer', states: [] }];
  return [pagePart(reader.value), ...groups.map(targetsPart)];
}

function pagePart(page: ReaderFacts): Part {
  const { url, status, generator, error } = page;
  const live = status === 200 && generator !== undefined && /^Ghost\b/.test(generator);
  const found = status === undefined ? (error ?? 'no answer') : `${status}, ${generator ?? "not Ghost's page"}`;
  return {
    half: 'reader',
    name: `blog ${url}`,
    wanted: "200, Ghost's page",
    found,
    state: live ? 'live' : 'waiting',
    problems: live ? [] : [problem(pageCause(page), { kind: 'blog', name: url }, { message: found })],
  };
}

/** Old targets that drain do not matter; all others do. */
function targetsPart({ name, states }: ReaderFacts['targetGroups'][number]): Part {
  const current = states.filter((state) => state !== 'draining');
  const live = current.length > 0 && current.every((state) => state === 'healthy');
  const found = states.length === 0 ? 'no targets' : states.join(', ');
  return {
    half: 'reader',
    name: `targets ${name}`,
    wanted: 'healthy',
    found,
    state: live ? 'live' : 'waiting',
    problems: live ? [] : [problem('no healthy target', { kind: 'target group', name }, { message: found })],
  };
}
