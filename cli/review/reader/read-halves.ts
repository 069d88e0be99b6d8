import type { Half, HalfName, TreeFacts } from '../facts.ts';
import { configOf } from './module-of.ts';
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
  const others = withChecks
    ? await half(async () => (await import('./synthesize.ts')).synthesizeOthers(tree), codeFault)
    : undefined;
  const environment = await shownIn(tree);
  const workload = halves.includes('workload') ? await half(() => render(tree, code), manifestFault) : undefined;
  const contract = halves.includes('workload') ? await half(() => contractOf(tree, code), manifestFault) : undefined;
  return {
    ...(infrastructure && { infrastructure: part(infrastructure, ({ stacks }) => stacks) }),
    ...(withChecks && infrastructure && { checks: part(infrastructure, ({ checks }) => checks) }),
    ...(environment !== undefined && { environment, ...(others && { others }) }),
    ...(workload && { workload }),
    ...(contract && { contract }),
  };

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

/** Where the config cannot be read, the infrastructure says so. */
async function shownIn(tree: string): Promise<string | undefined> {
  try {
    return (await configOf(tree))?.environment?.name;
  } catch {
    return undefined;
  }
}

const part = <T, P>(of: Half<T>, take: (value: T) => P): Half<P> => ('error' in of ? of : { value: take(of.value) });
