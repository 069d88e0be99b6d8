/** A CycloneDX document, as far as npm writes it and it is read here. */
export interface Bom {
  readonly components: readonly { readonly 'bom-ref': string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/**
 * A document with these packages and what they depend on, and no other. npm's own `--omit dev` leaves out a package of the build as
 * soon as something of the tests depends on it, too.
 * @param roots as `name@version`
 * @throws Error for a root that the document does not have
 */
export function installedOf<T extends Bom>(bom: T, roots: readonly string[]): T {
  const below = new Map(bom.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const reached = new Set<string>();
  const waiting = [...roots];
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (reached.has(ref)) continue;
    reached.add(ref);
    waiting.push(...(below.get(ref) ?? []));
  }
  const components = bom.components.filter((one) => reached.has(one['bom-ref']));
  const missing = roots.filter((root) => !components.some((one) => one['bom-ref'] === root));
  if (missing.length > 0) throw new Error(`npm lists no ${missing.join(', ')}: run npm ci, then npm run sbom again`);
  return { ...bom, components, dependencies: bom.dependencies.filter(({ ref }) => reached.has(ref)) };
}
