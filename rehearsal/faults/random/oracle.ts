import type { Manifest } from '../../../cli/shared/rendering/render.ts';
import type { Site } from '../../harness/site.ts';
import { changed, lacking } from './compare.ts';
import { health } from './health.ts';
import { keyOf, type LiveObject, type Objects } from './objects.ts';

/** What must be so for a commit to be live. */
export interface Expected {
  readonly commit: string;
  /** What the commit renders, with the settings that CDK wrote. */
  readonly rendered: readonly Manifest[];
  /** Everything else that Flux made or that it follows, as it was when all was well. */
  readonly before: Objects;
  /** What an earlier commit rendered and this one does not. */
  readonly removed: readonly string[];
}

/**
 * Whether a commit is live, by the objects themselves: a second opinion that shares nothing with `onemerge verify`.
 * @returns what is not as it must be; nothing when all is
 */
export async function complaints(expected: Expected, now: Objects, site: Pick<Site, 'visit'>): Promise<string[]> {
  const { rendered, before, removed } = expected;
  return [
    ...rendered.flatMap((manifest) => ofManifest(manifest, now.get(keyOf(manifest)))),
    ...[...before].flatMap(([key, object]) => ofObject(key, object, now.get(key))),
    ...removed.filter((key) => now.has(key)).map((key) => `${key} was removed, and is still there`),
    ...health(expected, now),
    ...(await ofBlog(site)),
  ];
}

function ofManifest(manifest: Manifest, found: LiveObject | undefined): string[] {
  const key = keyOf(manifest);
  if (found === undefined) return [`${key} is not there`];
  if (found.metadata.deletionTimestamp !== undefined) return [`${key} is being deleted`];
  const { apiVersion: _, ...wanted } = manifest;
  const paths = lacking(wanted, found);
  return paths.length === 0 ? [] : [`${key} is not as rendered: ${paths.slice(0, 3).join(', ')}`];
}

function ofObject(key: string, before: LiveObject, now: LiveObject | undefined): string[] {
  if (now === undefined) return [`${key} is gone`];
  const fields = [...changed(before, now), ...lacking(before.metadata.labels, now.metadata.labels, 'labels')];
  return fields.length === 0 ? [] : [`${key} is not as it was: ${fields.slice(0, 3).join(', ')}`];
}

async function ofBlog(site: Pick<Site, 'visit'>): Promise<string[]> {
  const { status, body } = await site.visit(`/?oracle=${Date.now()}`).catch(() => ({ status: 0, body: Buffer.of() }));
  return status === 200 && body.toString().includes('content="Ghost') ? [] : [`the blog answers ${status}`];
}
