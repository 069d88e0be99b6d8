import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../process/run.ts';
import { addFile, addJson, publish } from './store.ts';

/** A container image of a few files on top of nothing. */
export interface Image {
  /** The name that manifests use: registry, repository and tag. */
  readonly reference: string;
  /** Files and folders: path in the image -> path here. Program files keep their mode. */
  readonly files: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  /** `uid:gid`, numeric: a name could not be checked against runAsNonRoot. */
  readonly user: string;
  readonly env?: readonly string[];
  /** The text of /etc/os-release, for programs that look at it. */
  readonly osRelease?: string;
}

const ACCOUNTS = { root: 0, nonroot: 65532, nobody: 65534 };

/**
 * Builds the image into an entry folder of the cache: deterministic, so the same files give the same digest.
 * The image holds no certificate authorities: the node mounts the room's into every container.
 */
export async function buildImage(image: Image, target: string, scratch: string, log: string): Promise<void> {
  const root = join(scratch, 'root');
  await mkdir(join(root, 'etc/ssl/certs'), { recursive: true });
  await mkdir(join(root, 'tmp'));
  await chmod(join(root, 'tmp'), 0o1777);
  const accounts = Object.entries(ACCOUNTS);
  await writeFile(join(root, 'etc/passwd'), accounts.map(([name, id]) => `${name}:x:${id}:${id}::/:/\n`).join(''));
  await writeFile(join(root, 'etc/group'), accounts.map(([name, id]) => `${name}:x:${id}:\n`).join(''));
  if (image.osRelease) await writeFile(join(root, 'etc/os-release'), image.osRelease);
  for (const [to, from] of Object.entries(image.files)) {
    await mkdir(join(root, dirname(to)), { recursive: true });
    await cp(from, join(root, to), { recursive: true });
  }
  const archive = join(scratch, 'layer.tar');
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'];
  await run('tar', ['-C', root, ...same, '-cf', archive, '.'], { seconds: 300, log });
  const layer = await addFile(target, archive, 'application/vnd.oci.image.layer.v1.tar');
  const config = {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: { Entrypoint: image.entrypoint, User: image.user, Env: ['PATH=/usr/bin:/bin:/', ...(image.env ?? [])] },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  };
  const described = await addJson(target, config, 'application/vnd.oci.image.config.v1+json');
  await publish(target, image.reference, described, [layer]);
}
