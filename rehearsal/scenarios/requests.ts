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

const UNITS: Readonly<Record<string, number>> = { Ki: 1 / 1024, Mi: 1, Gi: 1024 };

function millicores(cpu = '0'): number {
  return cpu.endsWith('m') ? Number.parseInt(cpu, 10) : Number(cpu) * 1000;
}

function mebibytes(memory = '0Mi'): number {
  const [, number, unit = ''] = /^(\d+)([KMG]i)$/.exec(memory) ?? [];
  const factor = UNITS[unit];
  if (factor === undefined) throw new Error(`A pod asks for ${memory} of memory: add the unit to this function.`);
  return Number(number) * factor;
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
