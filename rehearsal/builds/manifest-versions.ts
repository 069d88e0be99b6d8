import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { RehearsalError } from '../shared/errors.ts';
import type { ManifestVersions } from './catalogue.ts';

const TREE = join(import.meta.dirname, '../../gitops');
const CHART = join(TREE, 'operators/controllers/external-secrets-chart.yaml');
const GHOST = join(TREE, 'apps/ghost/image/kustomization.yaml');
const COLLECTOR = join(TREE, 'apps/logs/collector-on/kustomization.yaml');

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
  return {
    externalSecrets: spec.ref.tag,
    ghost: ghostImageIn(await readFile(GHOST, 'utf8')),
    logCollector: imageIn('collector', COLLECTOR, await readFile(COLLECTOR, 'utf8'), '0.165.0'),
  };
}

/** Ghost's image by its tag, from the text of its kustomization.yaml. @throws RehearsalError when it is not pinned there */
export const ghostImageIn = (text: string): string => imageIn('ghost', GHOST, text, '6.65.0');

/** The image that the tree calls so. @param file that pins it @param example of a version */
function imageIn(name: string, file: string, text: string, example: string): string {
  const help = `under images:, give the image \`${name}\` its newName and an exact newTag, for example ${example}`;
  const image = check(file, text, images, help).images.find((one) => one.name === name);
  if (!image) throw versionNotFound(file, `images: has no \`${name}\``, help);
  return `${image.newName}:${image.newTag.split('@')[0]}`;
}

function check<T>(file: string, text: string, shape: z.ZodType<T>, help: string): T {
  const found = shape.safeParse(parse(text));
  if (found.success) return found.data;
  throw versionNotFound(file, z.prettifyError(found.error), help);
}

function versionNotFound(where: string, what: string, help: string): RehearsalError {
  return new RehearsalError(`a version that the tree pins is not where it is expected: ${what}`, { where, help });
}
