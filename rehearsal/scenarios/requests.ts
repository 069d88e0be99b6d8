import { amountOf } from '../../cli/shared/tree/quantity.ts';

/** Of a pod, what the scheduler looks at. */
interface Pod {
  readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
}

interface Container {
  readonly resources?: { readonly requests?: { readonly cpu?: string; readonly memory?: string } };
}

/** What pods ask for. */
export interface Requests {
  readonly millicores: number;
  readonly mebibytes: number;
}

const millicores = (cpu = '0'): number => Math.round((amountOf(cpu) ?? Number.NaN) * 1000);

function mebibytes(memory = '0Mi'): number {
  const bytes = /^\d+[KMG]i$/.test(memory) ? amountOf(memory) : undefined;
  if (bytes === undefined) throw new Error(`A pod asks for ${memory} of memory: add the unit to this function.`);
  return bytes / 2 ** 20;
}

/**
 * What pods ask a node for, in all: of each the sum of its containers, or the largest of those that run before them.
 * https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
export function requestsOf(pods: readonly Pod[]): Requests {
  const total = (read: (requests: { cpu?: string; memory?: string }) => number) =>
    pods
      .map(({ spec }) => {
        const [before, during] = [spec.initContainers ?? [], spec.containers].map((containers) =>
          containers.map(({ resources }) => read(resources?.requests ?? {})),
        );
        return Math.max(
          0,
          ...(before ?? []),
          (during ?? []).reduce((sum, one) => sum + one, 0),
        );
      })
      .reduce((sum, one) => sum + one, 0);
  return {
    millicores: total(({ cpu }) => millicores(cpu)),
    mebibytes: Math.ceil(total(({ memory }) => mebibytes(memory))),
  };
}
