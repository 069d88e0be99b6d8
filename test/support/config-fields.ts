/** The paths of the fields in the JSON schema of a config. */
export function fieldsOf({ properties = {} }: { readonly properties?: Record<string, object | boolean> }): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const below = typeof field === 'object' ? fieldsOf(field) : [];
    return [name, ...below.map((path) => `${name}.${path}`)];
  });
}
