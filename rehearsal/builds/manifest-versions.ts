import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { RehearsalError } from '../shared/errors.ts';
import type { ManifestVersions } from './catalogue.ts';

const TREE = join(import.meta.dirname, '../../gitops');
const CHART = join(TREE, 'operators/controllers/external-secrets-chart.yaml');
const GHOST = join(TREE, 'apps/ghost/image/kustomization.yaml');

const chart = z.object({ spec: z.object({ ref: z.object({ tag: z.string() }) }) });

/** A version, and the digest that Renovate pins it by: what is built here has another one. */
const EXACT = /^\d+\.\d+\.\d+(?:@sha256:[0-9a-f]{64})?$/;

const images = z.object({
  images: z.array(z.object({ name: z.string(), newName: z.string(), newTag: z.string().regex(EXACT) })),
});

/** Reads what the tree pins. @throws RehearsalError that names the file and the field when it is not there. */
export async function readManifestVersions(): Promise<ManifestVersions> {
  const { spec } = check(
    CHART,
    await readFile(CHART, 'utf8'),
    chart,
    'pin the chart by its exact tag in spec.ref.tag, for example 2.14.0',
  );
  return { externalSecrets: spec.ref.tag, ghost: ghostImageIn(await readFile(GHOST, 'utf8')) };
}

/** Ghost's image by its tag, from the text of its kustomization.yaml. @throws RehearsalError when it is not pinned there */
export function ghostImageIn(text: string): string {
  const help = 'under images:, give the image `ghost` its newName and an exact newTag, for example 6.65.0';
  const ghost = check(GHOST, text, images, help).images.find(({ name }) => name === 'ghost');
  if (!ghost) throw versionNotFound(GHOST, 'images: has no `ghost`', help);
  return `${ghost.newName}:${ghost.newTag.split('@')[0]}`;
}

function check<T>(file: string, text: string, shape: z.ZodType<T>, help: string): T {
  const found = shape.safeParse(parse(text));
  if (found.success) return found.data;
  throw versionNotFound(file, z.prettifyError(found.error), help);
}

function versionNotFound(where: string, what: string, help: string): RehearsalError {
  return new RehearsalError(`a version that the tree pins is not where it is expected: ${what}`, { where, help });
}
