import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TRUST_STORE } from '../sandbox/authority.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { PAUSE_VERSION } from '../shared/build-versions.ts';
import { ProcessError } from '../shared/errors.ts';
import { run } from '../shared/process/run.ts';
import { waitFor } from '../shared/process/wait.ts';
import { type Place, placeImages } from './place.ts';

/** Starts the container runtime and returns the path of its socket. */
export async function startContainerd(sandbox: Sandbox, place: Place, folder: string): Promise<string> {
  const socket = join(folder, 'containerd.sock');
  const env = { ...sandbox.env, ...sandbox.nodeEnv };
  await mkdir(join(folder, 'cni'), { recursive: true });
  await writeFile(join(folder, 'cni/10-pods.conflist'), JSON.stringify(podNetwork(place, folder)));
  await writeFile(join(folder, 'container.json'), JSON.stringify(await baseSpecification(env)));
  const images = placeImages(sandbox, place);
  const snapshotter = (await overlayWorks(images)) ? 'overlayfs' : 'native';
  await writeFile(
    join(folder, 'containerd.toml'),
    configuration(sandbox, place, folder, socket, { images, snapshotter }),
  );
  const program = sandbox.start('containerd', 'containerd', ['-c', join(folder, 'containerd.toml')], {
    env: sandbox.nodeEnv,
  });
  await waitFor(
    'containerd answers',
    async () => {
      await run('ctr', ['--address', socket, 'version'], { seconds: 5, env });
      return true;
    },
    { seconds: 60, where: program.log, hopeless: () => program.death() },
  );
  return socket;
}

/** A cable from each pod to the node, which routes between them. */
function podNetwork({ pods, podGateway }: Place, folder: string) {
  const ipam = {
    type: 'host-local',
    dataDir: join(folder, 'addresses'),
    ranges: [[{ subnet: pods, gateway: podGateway }]],
    routes: [{ dst: '0.0.0.0/0' }],
  };
  return { cniVersion: '1.0.0', name: 'pods', plugins: [{ type: 'ptp', ipMasq: false, ipam }] };
}

/**
 * What every container starts from: containerd's default, with the sandbox's trust store mounted where programs look for
 * it. So even unchanged upstream images trust the sandbox's servers.
 */
async function baseSpecification(env: Readonly<Record<string, string>>): Promise<unknown> {
  const specification = JSON.parse(await run('ctr', ['oci', 'spec'], { seconds: 30, env })) as {
    readonly mounts: readonly { readonly destination: string }[];
    readonly process: Record<string, unknown>;
    readonly linux: Record<string, unknown>;
  };
  const { rlimits: _rlimits, apparmorProfile: _profile, ...process } = specification.process;
  const { seccomp: _seccomp, ...linux } = specification.linux;
  const trust = { destination: TRUST_STORE, type: 'bind', source: TRUST_STORE, options: ['rbind', 'ro'] };
  // The kubelet decides about /run, limits, seccomp and AppArmor, as it does without a base.
  const mounts = [...specification.mounts.filter((mount) => mount.destination !== '/run'), trust];
  // Node.js looks at no file of the system.
  const variables = [`NODE_EXTRA_CA_CERTS=${TRUST_STORE}`];
  return { ...specification, process: { ...process, env: variables }, linux, mounts };
}

/** Overlays do not stack on every file system; containerd can copy instead, which is slow and works everywhere. */
async function overlayWorks(folder: string): Promise<boolean> {
  const path = (name: string) => join(folder, 'overlay', name);
  await Promise.all(['lower', 'upper', 'work', 'merged'].map((name) => mkdir(path(name), { recursive: true })));
  const options = `lowerdir=${path('lower')},upperdir=${path('upper')},workdir=${path('work')}`;
  try {
    await run('mount', ['-t', 'overlay', '-o', options, 'overlay', path('merged')], { seconds: 10 });
    await run('umount', [path('merged')], { seconds: 10 });
    return true;
  } catch (error) {
    if (error instanceof ProcessError) return false;
    throw error;
  }
}

function configuration(
  sandbox: Sandbox,
  place: Place,
  folder: string,
  socket: string,
  { images, snapshotter }: { readonly images: string; readonly snapshotter: string },
): string {
  const debian = sandbox.plan.cache.debian;
  return `version = 2
root = "${join(images, 'containerd')}"
state = "${place.state}"
[grpc]
  address = "${socket}"
[plugins."io.containerd.internal.v1.opt"]
  # The default is a folder of the machine.
  path = "${join(folder, 'containerd-opt')}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:${PAUSE_VERSION}"
  # Lowering the score takes a capability that root in a container lacks.
  restrict_oom_score_adj = true
  disable_apparmor = true
  # The networks of the first's pods are where programs look for them; the others' must not end with them.
  netns_mounts_under_state_dir = ${place.network !== undefined}
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "${snapshotter}"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      base_runtime_spec = "${join(folder, 'container.json')}"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        BinaryName = "${join(debian, 'usr/sbin/runc')}"
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${join(debian, 'usr/lib/cni')}"
    conf_dir = "${join(folder, 'cni')}"
`;
}
