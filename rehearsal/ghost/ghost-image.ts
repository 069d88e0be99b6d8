import { join } from 'node:path';
import { NODE } from '../builds/recipes/ghost.ts';

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

/** The image that the recipe built. @param folder the recipe's result @param version of Ghost */
export function ghostImage(folder: string, version: string): Image {
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
