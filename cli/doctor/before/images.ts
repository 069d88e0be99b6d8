import type { Config } from '../../../lib/config/config.ts';
import { configuredSettings } from '../../../lib/settings.ts';
import { FLUX_CONTROLLERS, FLUX_OPERATOR_CHART, FLUX_OPERATOR_VERSION, FLUX_REGISTRY } from '../../../lib/versions.ts';
import { CommandError } from '../../shared/command-error.ts';
import { CONTRACT_VALUES } from '../../shared/rendering/contract-values.ts';
import { treeImages } from '../../shared/rendering/images.ts';
import { bad, type Check, good, unknown } from '../check.ts';
import type { Registry } from '../registry/registry.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** What the nodes of EKS Auto Mode's built-in pool run. https://docs.aws.amazon.com/eks/latest/userguide/set-builtin-node-pools.html */
const PLATFORM = 'linux/amd64';

/** Something to pull, and the file that names its version. */
export interface Pulled {
  readonly reference: string;
  readonly files: readonly string[];
}

type Answer = 'there' | 'missing' | 'elsewhere' | CommandError;

/** Each pinned image and chart exists where it will be pulled from, for everybody and for the nodes. */
export const images: Check<BeforeDeploy> = {
  id: 'images',
  title: 'Every pinned image and chart can be pulled',
  find: async ({ registry, pulled }) => {
    const answers = await Promise.all(pulled.map(async (it) => ({ ...it, answer: await ask(registry, it.reference) })));
    const of = (answer: Answer) => answers.filter((one) => one.answer === answer);
    const [missing, elsewhere] = [of('missing'), of('elsewhere')];
    const wrong = [...missing.map(named), ...elsewhere.map((one) => `${named(one)} is not made for ${PLATFORM}`)];
    if (wrong.length > 0) {
      return bad(
        `cannot be pulled: ${wrong.join('; ')}`,
        'name a version that the registry has, in the file that is named',
      );
    }
    const unasked = answers.find(({ answer }) => answer instanceof CommandError)?.answer;
    if (unasked instanceof CommandError) {
      const count = answers.filter(({ answer }) => answer instanceof CommandError).length;
      return unknown(`${count} of ${answers.length}: ${unasked.message}`, unasked.help);
    }
    return good(`all ${answers.length} of the tree and of Flux are at their registries`);
  },
};

const named = ({ reference, files }: Pulled) => `${reference} (${files.join(', ')})`;

async function ask(registry: Registry, reference: string): Promise<Answer> {
  try {
    const platforms = await registry.platforms(reference);
    if (platforms === undefined) return 'missing';
    return platforms.length === 0 || platforms.includes(PLATFORM) ? 'there' : 'elsewhere';
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
}

/** What Flux itself is made of: its operator's chart, and its controllers. */
export function fluxPulled(): Pulled[] {
  const operator = `${FLUX_OPERATOR_CHART.replace('oci://', '')}:${FLUX_OPERATOR_VERSION}`;
  const controllers = Object.entries(FLUX_CONTROLLERS).map(([name, version]) => `${FLUX_REGISTRY}/${name}:v${version}`);
  return [operator, ...controllers].map((reference) => ({ reference, files: ['lib/versions.ts'] }));
}

/**
 * What the deployment of a config pulls: the images and charts of the tree as its files are now, Flux's operator and its
 * controllers. What a chart names by itself is not among them; its release brings it.
 */
export function everythingPulled(config: Config): Pulled[] {
  const settings = { ...CONTRACT_VALUES, ...configuredSettings(config) };
  return [...treeImages([settings]), ...fluxPulled()];
}
