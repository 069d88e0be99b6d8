import type { PodTools } from './pod.ts';
import type { PodObject } from './pod-watch.ts';

/** What a test has the cluster say, and what it was asked. */
export interface FakeCluster {
  readonly tools: PodTools;
  /** The pods that exist; a test changes them. */
  readonly pods: PodObject[];
  /** Requests to the API and commands of kubectl, in order. */
  readonly asked: string[];
}

/**
 * A cluster for tests, in which nothing happens by itself.
 * @param answer what the API answers to `METHOD PATH`; an empty 200 when it is undefined
 */
export function fakeCluster(
  answer: (request: string) => { readonly status: number; readonly text: string } | undefined = () => undefined,
  onKubectl: () => void = () => undefined,
): FakeCluster {
  const pods: PodObject[] = [];
  const known = new Map<string, PodObject>();
  const asked: string[] = [];
  const watch = {
    get present() {
      for (const pod of pods) known.set(pod.metadata.uid, pod);
      return pods;
    },
    last: (uid: string) => pods.find(({ metadata }) => metadata.uid === uid) ?? known.get(uid),
  };
  const tools: PodTools = {
    watch,
    api: {
      ask: async (method, path) => {
        asked.push(`${method} ${path}`);
        return answer(`${method} ${path}`) ?? { status: 200, text: '' };
      },
    },
    kubectl: async (args) => {
      asked.push(`kubectl ${args.join(' ')}`);
      onKubectl();
      return '';
    },
    reached: async () => true,
  };
  return { tools, pods, asked };
}
