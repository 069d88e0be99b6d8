import { join } from 'node:path';
import { FLUX_CONTROLLERS, FLUX_OPERATOR_VERSION, FLUX_REGISTRY } from '../../../lib/versions.ts';
import { type FluxControllers, PAUSE_VERSION } from '../../shared/build-versions.ts';
import { buildImage, type Image } from '../oci/image.ts';
import type { PublishedRecipe, Recipe } from '../recipe.ts';
import { externalSecrets, fluxControllers, fluxOperator, logCollector, pause } from './programs.ts';

/** Without its tag, which is the operator's version. */
export const FLUX_OPERATOR_IMAGE = 'ghcr.io/controlplaneio-fluxcd/flux-operator';

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
  return [
    imageOf(pause(go), { reference: `registry.k8s.io/pause:${PAUSE_VERSION}`, user: '65534:65534' }),
    ...imagesOfFlux(go, FLUX_CONTROLLERS),
    imageOfFluxOperator(go, FLUX_OPERATOR_VERSION),
    imageOfExternalSecrets(go, externalSecretsTag),
  ];
}

/** Flux's controllers. @param versions of them */
export const imagesOfFlux = (go: string, versions: FluxControllers): PublishedRecipe[] =>
  fluxControllers(go, versions).map(({ name, recipe }) =>
    imageOf(recipe, {
      reference: `${FLUX_REGISTRY}/${name}:v${versions[name]}`,
      user: '65534:65534',
      env: ['GNUPGHOME=/tmp'],
    }),
  );

/** Flux's operator. Without the list of upstream digests it uses plain tags: local images have other digests. */
export const imageOfFluxOperator = (go: string, version: string): PublishedRecipe =>
  imageOf(
    fluxOperator(go, version),
    {
      reference: `${FLUX_OPERATOR_IMAGE}:v${version}`,
      user: '65532:65532',
      osRelease: OPERATOR_OS,
    },
    (from) => ({
      // All of them, as upstream: a merge may move Flux and leave the operator.
      '/data/flux': join(from, 'config/data/flux'),
      '/data/flux-images/VERSION': join(from, 'config/data/flux-images/VERSION'),
    }),
  );

/** External Secrets Operator. @param tag that it is served under */
export const imageOfExternalSecrets = (go: string, tag: string): PublishedRecipe =>
  imageOf(externalSecrets(go), {
    reference: `oci.external-secrets.io/external-secrets/external-secrets:${tag}`,
    user: '65534:65534',
  });

/** The image of the collector of logs, under the name that the tree has for a larger one. */
export const imageOfLogCollector = (go: string, reference: string): PublishedRecipe =>
  imageOf(logCollector(go), { reference, user: '10001:10001' });
