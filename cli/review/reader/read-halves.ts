import type { EnvironmentFacts, Half, HalfName, Plan, TreeFacts } from '../facts.ts';
import { configOf, type Installation, installationsOf } from './module-of.ts';
import { codeFault, manifestFault } from './read-fault.ts';
import { contractOf, render } from './render.ts';

/**
 * What a tree's modules say; a half that cannot be read says why.
 * @param code the tree whose code reads it: its own, or one with the same code, config and packages
 */
export async function readHalves(tree: string, halves: readonly HalfName[], code = tree): Promise<TreeFacts> {
  const validated = halves.includes('checks');
  const withChecks = validated || halves.includes('nag');
  const infrastructure =
    withChecks || halves.includes('infrastructure')
      ? await half(async () => {
          // Loaded when asked for: the CDK takes longer to load than manifests take to render.
          const { synthesize } = await import('./synthesize.ts');
          return synthesize(tree, { withNag: withChecks, validated });
        }, codeFault)
      : undefined;
  const { environment, plans, configs } = await environmentsIn(code);
  const workload = halves.includes('workload') ? await half(() => render(tree, code), manifestFault) : undefined;
  const contract = halves.includes('workload') ? await half(() => contractOf(tree, code), manifestFault) : undefined;
  return {
    ...(infrastructure && { infrastructure: part(infrastructure, ({ stacks }) => stacks) }),
    ...(withChecks && infrastructure && { checks: part(infrastructure, ({ checks }) => checks) }),
    ...(environment !== undefined && { environment, others: await readOthers() }),
    ...(plans && { plans }),
    ...(workload && { workload }),
    ...(contract && { contract }),
  };

  async function readOthers(): Promise<TreeFacts['others']> {
    const others: Record<string, EnvironmentFacts> = {};
    for (const config of configs) {
      const name = config.environment?.name ?? '';
      if (name !== environment) others[name] = await readOther(config);
    }
    return others;
  }

  async function readOther(config: Installation): Promise<EnvironmentFacts> {
    return {
      ...((withChecks || halves.includes('others')) && {
        infrastructure: await half(
          async () => (await import('./synthesize.ts')).synthesizeOther(tree, config),
          codeFault,
        ),
      }),
      ...(halves.includes('workload') && {
        workload: await half(() => render(tree, code, async () => config), manifestFault),
      }),
    };
  }

  async function half<T>(
    read: () => Promise<T>,
    fault: (error: unknown, tree: string) => string | Promise<string>,
  ): Promise<Half<T>> {
    try {
      return { value: await read() };
    } catch (error) {
      return { error: await fault(error, tree) };
    }
  }
}

/** The environments of the config, and the one that is shown. Where the config cannot be read, the infrastructure says so. */
async function environmentsIn(code: string): Promise<Environments> {
  try {
    const configs = (await installationsOf(code)).filter(({ environment }) => environment !== undefined);
    const shown = configs.length === 0 ? undefined : (await configOf(code))?.environment?.name;
    return { ...(shown !== undefined && { environment: shown }), plans: configs.flatMap(planOf), configs };
  } catch {
    return { configs: [] };
  }
}

interface Environments extends Pick<TreeFacts, 'environment' | 'plans'> {
  readonly configs: readonly Installation[];
}

function planOf({ environment }: Installation): Plan[] {
  if (environment === undefined) return [];
  const { name, after, approval } = environment;
  return [{ name, ...(after !== undefined && { after }), ...(approval !== undefined && { asks: true }) }];
}

const part = <T, P>(of: Half<T>, take: (value: T) => P): Half<P> => ('error' in of ? of : { value: take(of.value) });
