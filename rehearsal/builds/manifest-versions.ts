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
  const { spec } = await read(CHART, chart, 'pin the chart by its exact tag in spec.ref.tag, for example 2.14.0');
  const ghost = await read(GHOST, deployment, 'pin the image by its exact version, for example .../ghost:6.65.0');
  const [container] = ghost.spec.template.spec.containers.filter(({ name }) => name === 'ghost');
  if (!container) throw versionNotFound(GHOST, 'it has no container `ghost`', 'name the container `ghost`');
  return { externalSecrets: spec.ref.tag, ghost: container.image };
}

async function read<T>(file: string, shape: z.ZodType<T>, help: string): Promise<T> {
  const found = shape.safeParse(parse(await readFile(file, 'utf8')));
  if (found.success) return found.data;
  throw versionNotFound(file, z.prettifyError(found.error), help);
}

function versionNotFound(where: string, what: string, help: string): RehearsalError {
  return new RehearsalError(`a version that the tree pins is not where it is expected: ${what}`, { where, help });
}
