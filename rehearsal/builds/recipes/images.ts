import { join } from 'node:path';
import { FLUX_CONTROLLERS, FLUX_OPERATOR_VERSION, FLUX_VERSION } from '../../../lib/versions.ts';
import { PAUSE_VERSION } from '../../shared/build-versions.ts';
import { buildImage, type Image } from '../oci/image.ts';
import type { PublishedRecipe, Recipe } from '../recipe.ts';
import { externalSecrets, fluxControllers, fluxOperator, logCollector, pause } from './programs.ts';

/** The operator refuses to run in an image whose os-release is not that of the base upstream builds on. */
const OPERATOR_OS = 'PRETTY_NAME="Distroless"\nID="debian"\nVERSION_ID="12"\n';

/** An image that holds one program of the cache, at `/<name>`. Raise `revision` when the way images are built changes. */
function imageOf(
  program: Recipe,
  image: Omit<Image, 'files' | 'entrypoint'>,
  data?: (from: string) => Record<string, string>,
): PublishedRecipe {
  return {
    reference: image.reference,
    name: `image-${program.name}`,
    inputs: ['revision 1', process.arch, JSON.stringify(image), String(data)],
    needs: [program],
    coldSeconds: 1,
    build: async (target, context) => {
      const from = context.folder(program);
      const files = { [`/${program.name}`]: join(from, program.name), ...data?.(from) };
      await buildImage({ ...image, files, entrypoint: [`/${program.name}`] }, target, context.scratch, context.log);
    },
  };
}

/** Images under their upstream names, for when the upstream registries do not answer. */
export function images(go: string, externalSecretsTag: string): PublishedRecipe[] {
  const operator = fluxOperator(go);
  const secrets = externalSecrets(go);
  return [
    imageOf(pause(go), { reference: `registry.k8s.io/pause:${PAUSE_VERSION}`, user: '65534:65534' }),
    ...fluxControllers(go).map(({ name, recipe }) =>
      imageOf(recipe, {
        reference: `ghcr.io/fluxcd/${name}:v${FLUX_CONTROLLERS[name]}`,
        user: '65534:65534',
        env: ['GNUPGHOME=/tmp'],
      }),
    ),
    // Without the list of upstream digests the operator uses plain tags: local images have other digests.
    imageOf(
      operator,
      {
        reference: `ghcr.io/controlplaneio-fluxcd/flux-operator:v${FLUX_OPERATOR_VERSION}`,
        user: '65532:65532',
        osRelease: OPERATOR_OS,
      },
      (from) => ({
        [`/data/flux/v${FLUX_VERSION}`]: join(from, `config/data/flux/v${FLUX_VERSION}`),
        '/data/flux-images/VERSION': join(from, 'config/data/flux-images/VERSION'),
      }),
    ),
    imageOf(secrets, {
      reference: `oci.external-secrets.io/external-secrets/external-secrets:${externalSecretsTag}`,
      user: '65534:65534',
    }),
  ];
}

/** The image of the collector of logs, under the name that the tree has for a larger one. */
export const imageOfLogCollector = (go: string, reference: string): PublishedRecipe =>
  imageOf(logCollector(go), { reference, user: '10001:10001' });
