/** What a pull request does to the versions of lib/versions.ts. */
export interface Move {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Every version of a text of lib/versions.ts, by the name of its constant. */
function versionsIn(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^export const (\w+_VERSION) = '([^']+)';$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** What differs between two texts of lib/versions.ts. */
export function moves(before: string, after: string): Move[] {
  const old = versionsIn(before);
  return [...versionsIn(after)].flatMap(([name, to]) => {
    const from = old.get(name);
    return from === undefined || from === to ? [] : [{ name, from, to }];
  });
}

const KUBERNETES = 'KUBERNETES_VERSION';

/** What deploys or runs something, and so would fail or be rolled back together with the cluster. */
const WEIGHTY =
  /^(?:gitops\/(?!lock\/)|lib\/(?!versions\.ts$|constructs\/kubernetes-cluster\.ts$)|onemerge\.config\.ts$|buildspec\.yml$|cdk\.json$)/;

/**
 * Why a pull request may not move Kubernetes; nothing when it may, or does not. EKS goes up by one minor version at a time, and takes
 * hours to go back: what fails beside it would be rolled back with it.
 * https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
 * @param files that the pull request changes: paths in the repository
 */
export function refusals(moved: readonly Move[], files: readonly string[]): string[] {
  const kubernetes = moved.find(({ name }) => name === KUBERNETES);
  if (kubernetes === undefined) return [];
  const [from, to] = [minor(kubernetes.from), minor(kubernetes.to)];
  const others = moved.filter(({ name }) => name !== KUBERNETES).map(({ name }) => name);
  const weighty = files.filter((file) => WEIGHTY.test(file));
  return [
    ...(to === from + 1
      ? []
      : [`EKS goes up by one minor version at a time: write 1.${from + 1}, not ${kubernetes.to}`]),
    ...(others.length === 0 ? [] : [`move ${others.join(', ')} in another pull request, so that each can fail alone`]),
    ...(weighty.length === 0
      ? []
      : [`change ${weighty.join(', ')} in another pull request: EKS takes hours to go back`]),
  ];
}

/** Whether a kubectl of one minor version may talk to a cluster of another. */
export function withinSkew(kubectl: string, cluster: string): boolean {
  return Math.abs(minor(kubectl) - minor(cluster)) <= 1;
}

function minor(version: string): number {
  return Number(/^1\.(\d+)$/.exec(version)?.[1] ?? Number.NaN);
}
