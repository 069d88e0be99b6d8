import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FLUX_CONTROLLERS, FLUX_OPERATOR_VERSION, FLUX_VERSION } from '../../../lib/versions.ts';
import { EXTERNAL_SECRETS_BUILT, type FluxControllers, KUBERNETES_RELEASE } from '../../shared/build-versions.ts';
import type { Recipe } from '../recipe.ts';
import { ownGoProgram, publishedGoProgram } from './go.ts';

/** Every Kubernetes program in one binary. `go` is the toolchain's version. */
export function kubernetes(go: string): Recipe {
  const [major = '', minor = ''] = KUBERNETES_RELEASE.split('.');
  const version = {
    gitVersion: `v${KUBERNETES_RELEASE}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    buildDate: '1970-01-01T00:00:00Z', // a fixed date: the same sources give the same bytes
  };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  const stamps = Object.fromEntries(
    packages.flatMap((name) => Object.entries(version).map(([key, value]) => [`${name}.${key}`, value])),
  );
  return ownGoProgram({ name: 'kubernetes', go, coldSeconds: 300, stamps });
}

/** CoreDNS with the plugins of `go/coredns`. */
export const coredns = (go: string): Recipe => ownGoProgram({ name: 'coredns', go, coldSeconds: 65 });

/** The first process of every pod. */
export const pause = (go: string): Recipe => ownGoProgram({ name: 'pause', go, coldSeconds: 1 });

/** The fake EFS CSI driver. */
export const contentDriver = (go: string): Recipe => ownGoProgram({ name: 'content-driver', go, coldSeconds: 1 });

/** The OpenTelemetry Collector with the parts that the tree uses. */
export const logCollector = (go: string): Recipe => ownGoProgram({ name: 'log-collector', go, coldSeconds: 100 });

const COLD_SECONDS = {
  'source-controller': 180,
  'kustomize-controller': 125,
  'helm-controller': 75,
  'notification-controller': 105,
} as const;

/** The controllers of Flux, each from its own module. @param versions of them */
export function fluxControllers(
  go: string,
  versions: FluxControllers,
): { readonly name: keyof typeof FLUX_CONTROLLERS; readonly recipe: Recipe }[] {
  return (Object.keys(FLUX_CONTROLLERS) as (keyof typeof FLUX_CONTROLLERS)[]).map((name) => ({
    name,
    recipe: publishedGoProgram({
      name,
      go,
      coldSeconds: COLD_SECONDS[name],
      module: `github.com/fluxcd/${name}`,
      version: versions[name],
      modEdits: [
        // The module's archive lacks the nested api module: take the one published at the same version.
        `-dropreplace=github.com/fluxcd/${name}/api`,
        // The fork is not published as a module; upstream's release of the same version is.
        '-dropreplace=helm.sh/helm/v4',
        // v0.18.2 is listed and its files are refused.
        '-replace=github.com/fluxcd/pkg/artifact=github.com/fluxcd/pkg/artifact@v0.18.1',
      ],
    }),
  }));
}

/** Flux's command line, which people run and the blog does not. It lacks the manifests that `flux install` would apply. */
export function fluxCommand(go: string): Recipe {
  return publishedGoProgram({
    name: 'flux',
    go,
    coldSeconds: 200,
    module: 'github.com/fluxcd/flux2/v2',
    version: FLUX_VERSION,
    main: './cmd/flux',
    stamps: { 'main.VERSION': FLUX_VERSION },
    modEdits: [],
    prepared: 'placeholder manifests',
    prepare: async (sources) => {
      // They are embedded and not part of the module: Flux's own build renders them before it compiles.
      await mkdir(join(sources, 'cmd/flux/manifests'));
      await writeFile(join(sources, 'cmd/flux/manifests/none.yaml'), '# none\n');
    },
  });
}

/** The flux-operator, with its manifests for the chart and its data for the image. @param version the pinned one when not given */
export function fluxOperator(go: string, version: string = FLUX_OPERATOR_VERSION): Recipe {
  return publishedGoProgram({
    name: 'flux-operator',
    go,
    coldSeconds: 135,
    module: 'github.com/controlplaneio-fluxcd/flux-operator',
    version,
    main: './cmd/operator',
    stamps: { 'main.VERSION': `v${version}` },
    modEdits: [
      '-godebug=fips140=on', // the operator refuses to run otherwise; upstream's build sets the same
      // The pinned pseudo-version is not published; this one has the same API.
      '-replace=github.com/google/go-containerregistry/pkg/authn/kubernetes=github.com/google/go-containerregistry/pkg/authn/kubernetes@v0.0.0-20250225234217-098045d5e61f',
    ],
    prepared: 'placeholder page',
    prepare: async (sources) => {
      // The built web page is embedded and is not part of the module.
      await mkdir(join(sources, 'web/dist'), { recursive: true });
      await writeFile(join(sources, 'web/dist/index.html'), '<!doctype html><title>flux-operator</title>\n');
    },
    keep: { config: 'config' },
  });
}

/** Providers and generators of External Secrets Operator that a rehearsal can use. The others pull in every cloud's library. */
const KEPT =
  /"github\.com\/external-secrets\/external-secrets\/pkg\/(provider\/(aws|fake|kubernetes)|generator\/(fake|password|uuid))"/;

/** External Secrets Operator with the AWS provider, and its chart. */
export function externalSecrets(go: string): Recipe {
  return publishedGoProgram({
    name: 'external-secrets',
    go,
    coldSeconds: 110,
    module: 'github.com/external-secrets/external-secrets',
    version: EXTERNAL_SECRETS_BUILT,
    modEdits: [],
    prepared: KEPT.source,
    prepare: async (sources) => {
      for (const file of ['pkg/provider/register/register.go', 'pkg/generator/register/register.go']) {
        const path = join(sources, file);
        const lines = (await readFile(path, 'utf8')).split('\n');
        const kept = lines.filter((line) => !line.trim().startsWith('_ "') || KEPT.test(line));
        await writeFile(path, kept.join('\n'));
      }
    },
    keep: { 'deploy/charts/external-secrets': 'chart', 'config/crds/bases': 'crds' },
  });
}
