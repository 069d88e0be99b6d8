import { existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Image } from './ghost-image.ts';
import type { ContainerSpec, PodSpec } from './workload.ts';

/** What every container of a run shares. */
export interface Runtime {
  /** Unpacked Debian packages; runc is in one of them. */
  readonly programs: string;
  /** Environment in which they find the libraries that were unpacked beside them. */
  readonly libraries: Readonly<Record<string, string>>;
  readonly image: Image;
  /** Folder of this run. */
  readonly folder: string;
  /** Name of this run's control groups. */
  readonly group: string;
  /** Names that containers resolve, by address. */
  readonly hosts: Readonly<Record<string, string>>;
  /** PEM of an authority that stands for those that a machine trusts. */
  readonly trusted: string;
}

export interface ContainerProps {
  readonly runtime: Runtime;
  readonly id: string;
  readonly spec: ContainerSpec;
  readonly pod: PodSpec;
  /** Folder on this machine, by name of the volume. */
  readonly volumes: ReadonlyMap<string, string>;
}

/** A root folder like the image's: Debian's programs are this machine's own, read-only. */
export function makeRoot({ folder, hosts, trusted }: Runtime): string {
  const root = join(folder, 'root');
  if (existsSync(root)) return root;
  for (const path of ['usr', 'etc', 'proc', 'dev', 'sys', 'tmp', 'run', 'opt/image', 'var/lib/ghost', 'home/node'])
    mkdirSync(join(root, path), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    if (!existsSync(`/${name}`)) continue;
    if (lstatSync(`/${name}`).isSymbolicLink()) symlinkSync(readlinkSync(`/${name}`), join(root, name));
    else mkdirSync(join(root, name));
  }
  const addresses = Object.entries(hosts).map(([name, address]) => `${address} ${name}\n`);
  writeFileSync(join(root, 'etc/hosts'), `127.0.0.1 localhost\n${addresses.join('')}`);
  writeFileSync(join(root, 'etc/trusted.pem'), trusted);
  writeFileSync(join(root, 'etc/nsswitch.conf'), 'hosts: files\n');
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
  return root;
}

/** What runc reads: the container of the manifest, in the words of the Open Container Initiative. */
export function runtimeConfig({ runtime, id, spec, pod, volumes }: ContainerProps, root: string): object {
  const { image } = runtime;
  const bind = (source: string, destination: string, access: 'ro' | 'rw') => ({
    type: 'bind',
    source,
    destination,
    options: ['rbind', access],
  });
  const folders = ['bin', 'sbin', 'lib', 'lib64'].filter(
    (name) => existsSync(`/${name}`) && !lstatSync(`/${name}`).isSymbolicLink(),
  );
  const environment = {
    ...image.environment,
    NODE_EXTRA_CA_CERTS: '/etc/trusted.pem',
    ...Object.fromEntries((spec.env ?? []).map(({ name, value }) => [name, value])),
  };
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: pod.securityContext.runAsUser, gid: pod.securityContext.runAsGroup },
      args: [...(spec.command ?? image.entrypoint), ...(spec.args ?? image.command)],
      env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      cwd: image.workingDirectory,
      noNewPrivileges: spec.securityContext.allowPrivilegeEscalation === false,
      capabilities: capabilities(spec),
    },
    root: { path: root, readonly: spec.securityContext.readOnlyRootFilesystem === true },
    mounts: [
      { type: 'proc', source: 'proc', destination: '/proc' },
      { type: 'tmpfs', source: 'tmpfs', destination: '/dev', options: ['nosuid', 'mode=755', 'size=64k'] },
      bind('/usr', '/usr', 'ro'),
      ...folders.map((name) => bind(`/${name}`, `/${name}`, 'ro')),
      bind(image.tools, '/opt/image', 'ro'),
      bind(image.install, '/var/lib/ghost', 'ro'),
      ...spec.volumeMounts.map(({ name, mountPath, readOnly }) =>
        bind(folderOf(volumes, name), mountPath, readOnly ? 'ro' : 'rw'),
      ),
    ],
    linux: {
      namespaces: ['pid', 'mount', 'ipc', 'uts'].map((type) => ({ type })),
      cgroupsPath: `/${runtime.group}/${id}`,
      resources: { memory: { limit: bytes(spec.resources.limits.memory) } },
      readonlyPaths: ['/proc/sys'],
      maskedPaths: ['/proc/kcore'],
    },
  };
}

/** Docker's default set, less what the container drops. */
function capabilities({ securityContext }: ContainerSpec): Record<string, string[]> {
  const usual = [
    'CAP_CHOWN',
    'CAP_DAC_OVERRIDE',
    'CAP_FOWNER',
    'CAP_KILL',
    'CAP_SETGID',
    'CAP_SETUID',
    'CAP_NET_BIND_SERVICE',
  ];
  const kept = securityContext.capabilities?.drop?.includes('ALL') ? [] : usual;
  return { bounding: kept, effective: kept, permitted: kept, inheritable: [], ambient: [] };
}

function folderOf(volumes: ReadonlyMap<string, string>, name: string): string {
  const folder = volumes.get(name);
  if (folder === undefined) throw new Error(`the pod mounts ${name}, which is no volume of it`);
  return folder;
}

const UNITS: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30 };

function bytes(quantity: string): number {
  const [, amount, unit] = quantity.match(/^(\d+)(Ki|Mi|Gi)$/) ?? [];
  return Number(amount) * (UNITS[unit ?? ''] ?? Number.NaN);
}
