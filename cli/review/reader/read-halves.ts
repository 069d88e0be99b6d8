import type { Half, HalfName, TreeFacts } from '../facts.ts';
import { codeFault, manifestFault } from './read-fault.ts';
import { contractOf, render } from './render.ts';
import { synthesize } from './synthesize.ts';

/** What a tree's modules say, by the tree's own code; a half that cannot be read says why. */
export async function readHalves(tree: string, halves: readonly HalfName[]): Promise<TreeFacts> {
  const withChecks = halves.includes('checks');
  const infrastructure =
    withChecks || halves.includes('infrastructure')
      ? await half(() => synthesize(tree, withChecks), codeFault)
      : undefined;
  const workload = halves.includes('workload') ? await half(() => render(tree), manifestFault) : undefined;
  const contract = halves.includes('workload') ? await half(() => contractOf(tree), manifestFault) : undefined;
  return {
    ...(infrastructure && { infrastructure: part(infrastructure, ({ stacks }) => stacks) }),
    ...(withChecks && infrastructure && { checks: part(infrastructure, ({ checks }) => checks) }),
    ...(workload && { workload }),
    ...(contract && { contract }),
  };

  async function half<T>(read: () => Promise<T>, fault: typeof codeFault): Promise<Half<T>> {
    try {
      return { value: await read() };
    } catch (error) {
      return { error: fault(error, tree) };
    }
  }
}

const part = <T, P>(of: Half<T>, take: (value: T) => P): Half<P> => ('error' in of ? of : { value: take(of.value) });
