/** The path of a field as one would write it in code: `kubernetesApi.allowedCidrs[0]`. What is no name is quoted. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.map(part).join('').replace(/^\./, '');
}

function part(key: PropertyKey): string {
  if (typeof key === 'number' || typeof key === 'symbol') return `[${String(key)}]`;
  return /^[\w$-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
