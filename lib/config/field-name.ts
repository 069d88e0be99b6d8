import { show } from './show.ts';

/** The path of a field as one would write it in code: `kubernetesApi.allowedCidrs[0]`. What is no name is quoted, and shortened. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.map(part).join('').replace(/^\./, '');
}

function part(key: PropertyKey): string {
  return typeof key === 'string' && /^[\w$-]{1,60}$/.test(key) ? `.${key}` : `[${show(key)}]`;
}
