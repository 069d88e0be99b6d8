import { run } from '../shared/process/run.ts';

interface KubectlOptions {
  /** Text for standard input, for `-f -`. */
  readonly input?: string;
  /** Longest run, in seconds; 30 by default. */
  readonly seconds?: number;
}

/** Runs kubectl and returns what it printed. @throws ProcessError with what kubectl said. */
export type Kubectl = (args: readonly string[], options?: KubectlOptions) => Promise<string>;

/** A kubectl that talks through this kubeconfig. */
export function kubectlWith(kubeconfig: string, env: Readonly<Record<string, string>>): Kubectl {
  return (args, options = {}) =>
    run('kubectl', args, {
      seconds: options.seconds ?? 30,
      env: { ...env, KUBECONFIG: kubeconfig },
      ...(options.input === undefined ? {} : { input: options.input }),
    });
}
