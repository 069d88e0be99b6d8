import type { Manifest } from '../../../../cli/shared/rendering/render.ts';

type More = Readonly<Record<string, unknown>>;

/** An object named `it`; its group does not count unless it is given. */
export function object(kind: string, more: More = {}, annotations: Readonly<Record<string, string>> = {}): Manifest {
  return { apiVersion: 'v1', kind, metadata: { name: 'it', annotations }, ...more };
}

export const spec = (kind: string, of: More) => object(kind, { spec: of });
export const deployment = (of: More) => spec('Deployment', of);

/** A Deployment of one container. */
export const running = (container: More, pod: More = {}) =>
  deployment({ template: { spec: { ...pod, containers: [{ name: 'main', ...container }] } } });
