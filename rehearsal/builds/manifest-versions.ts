import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { RehearsalError } from '../shared/errors.ts';
import type { ManifestVersions } from './catalogue.ts';

const TREE = join(import.meta.dirname, '../../gitops');
const CHART = join(TREE, 'operators/controllers/external-secrets-chart.yaml');
const GHOST = join(TREE, 'apps/ghost/deployment.yaml');

const chart = z.object({ spec: z.object({ ref: z.object({ tag: z.string() }) }) });

const deployment = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(z.object({ name: z.string(), image: z.string().regex(/:\d+\.\d+\.\d+$/) })),
      }),
    }),
  }),
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

/** Ghost's image in the text of its Deployment. @throws RehearsalError when it is not pinned there */
export function ghostImageIn(text: string): string {
  const ghost = check(GHOST, text, deployment, 'pin the image by its exact version, for example .../ghost:6.65.0');
  const container = ghost.spec.template.spec.containers.find(({ name }) => name === 'ghost');
  if (!container) throw versionNotFound(GHOST, 'it has no container `ghost`', 'name the container `ghost`');
  return container.image;
}

function check<T>(file: string, text: string, shape: z.ZodType<T>, help: string): T {
  const found = shape.safeParse(parse(text));
  if (found.success) return found.data;
  throw versionNotFound(file, z.prettifyError(found.error), help);
}

function versionNotFound(where: string, what: string, help: string): RehearsalError {
  return new RehearsalError(`a version that the tree pins is not where it is expected: ${what}`, { where, help });
}
