import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from '../../shared/process/run.ts';
import { addFile, addJson, publish } from './store.ts';

/** A container image of a few files on top of nothing. */
export interface Image {
  /** The name that manifests use: registry, repository and tag. */
  readonly reference: string;
  /** Files and folders: path in the image -> path here, on the cache's file system. Modes and links stay as they are. */
  readonly files: Readonly<Record<string, string>>;
  /** Patterns of file names that stay out of the image: each file costs time when a node unpacks it. */
  readonly leaveOut?: readonly string[];
  readonly entrypoint: readonly string[];
  /** What the entrypoint gets when a manifest gives it no arguments. */
  readonly command?: readonly string[];
  /** The folder it starts in. */
  readonly workingDirectory?: string;
  /** `uid:gid`, numeric: a name could not be checked against runAsNonRoot. */
  readonly user: string;
  readonly env?: readonly string[];
  /** Accounts besides root, nonroot and nobody. */
  readonly accounts?: Readonly<Record<string, number>>;
  /** The text of /etc/os-release, for programs that look at it. */
  readonly osRelease?: string;
}

const ACCOUNTS = { root: 0, nonroot: 65532, nobody: 65534 };

/**
 * Builds the image into an entry folder of the cache: deterministic, so the same files give the same digest.
 * The image holds no certificate authorities: the node mounts the sandbox's into every container.
 */
export async function buildImage(image: Image, target: string, scratch: string, log: string): Promise<void> {
  const root = join(scratch, 'root');
  await mkdir(join(root, 'etc/ssl/certs'), { recursive: true });
  await mkdir(join(root, 'tmp'));
  await chmod(join(root, 'tmp'), 0o1777);
  const accounts = Object.entries({ ...ACCOUNTS, ...image.accounts });
  await writeFile(join(root, 'etc/passwd'), accounts.map(([name, id]) => `${name}:x:${id}:${id}::/:/\n`).join(''));
  await writeFile(join(root, 'etc/group'), accounts.map(([name, id]) => `${name}:x:${id}:\n`).join(''));
  if (image.osRelease) await writeFile(join(root, 'etc/os-release'), image.osRelease);
  for (const [to, from] of Object.entries(image.files)) {
    const isFolder = (await stat(from)).isDirectory();
    await mkdir(join(root, isFolder ? to : dirname(to)), { recursive: true });
    // Links instead of copies: an image may hold a hundred thousand files.
    const link = ['--archive', '--link', isFolder ? `${from}/.` : from, join(root, to)];
    await run('cp', link, { seconds: 300, log });
  }
  const archive = join(scratch, 'layer.tar');
  const same = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'];
  const without = (image.leaveOut ?? []).map((pattern) => `--exclude=${pattern}`);
  await run('tar', ['-C', root, ...same, ...without, '-cf', archive, '.'], { seconds: 300, log });
  const layer = await addFile(target, archive, 'application/vnd.oci.image.layer.v1.tar');
  const config = {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: {
      Entrypoint: image.entrypoint,
      User: image.user,
      Env: ['PATH=/usr/bin:/bin:/', ...(image.env ?? [])],
      ...(image.command ? { Cmd: image.command } : {}),
      ...(image.workingDirectory ? { WorkingDir: image.workingDirectory } : {}),
    },
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  };
  const described = await addJson(target, config, 'application/vnd.oci.image.config.v1+json');
  await publish(target, image.reference, described, [layer]);
}
