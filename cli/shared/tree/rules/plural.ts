/** As the API server names the resources of its own kinds, and controller-gen those of custom ones. */
export function plural(kind: string): string {
  const name = kind.toLowerCase();
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  if (name === 'endpoints') return name;
  return /(?:s|x|ch)$/.test(name) ? `${name}es` : `${name}s`;
}
