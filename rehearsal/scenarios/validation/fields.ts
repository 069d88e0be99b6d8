/** A part of a definition's OpenAPI schema, as far as it is compared. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** One release's name and its schema of a kind. */
export interface Release {
  readonly name: string;
  readonly schema: Schema;
}

/** What was found about the fields that an object uses. */
export interface Comparison {
  /** Paths as in `spec.data[].remoteRef.key`, each once. */
  readonly fields: ReadonlySet<string>;
  /** Why the two releases would not read the object alike; none when they would. */
  readonly differences: readonly string[];
}

/**
 * Compares how two releases read an object: every field that it uses is there with the same type and takes its value,
 * no field that it leaves out is required, and what it leaves out has the same default.
 */
export function compareFields(object: object, a: Release, b: Release): Comparison {
  const fields = new Set<string>();
  const differences = new Set<string>();
  const visit = (value: unknown, path: string, ofA: Schema, ofB: Schema): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, `${path}[]`, ofA.items ?? {}, ofB.items ?? {});
    } else if (typeof value === 'object' && value !== null) {
      const pair = [
        [a.name, ofA],
        [b.name, ofB],
      ] as const;
      for (const difference of leftOut(value, path, pair)) differences.add(difference);
      for (const [name, inner] of Object.entries(value)) {
        const field = path ? `${path}.${name}` : name;
        const [inA, inB] = [ofA.properties?.[name], ofB.properties?.[name]];
        fields.add(field);
        if (!inA || !inB) differences.add(`${field} is no field in ${inA ? b.name : a.name}`);
        else {
          for (const difference of read(inner, field, [a.name, inA], [b.name, inB])) differences.add(difference);
          visit(inner, field, inA, inB);
        }
      }
    }
  };
  visit(object, '', a.schema, b.schema);
  return { fields, differences: [...differences] };
}

type Named = readonly [name: string, schema: Schema];

/** Whether a value means the same in both. */
function read(value: unknown, field: string, [a, ofA]: Named, [b, ofB]: Named): string[] {
  const words = ({ type, format }: Schema) => [type, format].filter(Boolean).join(' ');
  if (words(ofA) !== words(ofB)) return [`${field} is a ${words(ofA)} in ${a} and a ${words(ofB)} in ${b}`];
  const refusing = [[a, ofA] as const, [b, ofB] as const].filter(([, one]) => one.enum && !one.enum.includes(value));
  return refusing.map(([name]) => `${field} may not be ${JSON.stringify(value)} in ${name}`);
}

/** What an object leaves out, and a release requires or fills in otherwise. */
function leftOut(value: object, path: string, [[a, ofA], [b, ofB]]: readonly [Named, Named]): string[] {
  const absent = (name: string) => !(name in value);
  const at = (name: string) => (path ? `${path}.${name}` : name);
  const required = [[a, ofA] as const, [b, ofB] as const].flatMap(([release, schema]) =>
    (schema.required ?? []).filter(absent).map((name) => `${at(name)} is required in ${release}`),
  );
  const defaults = Object.keys(ofA.properties ?? {})
    .filter((name) => absent(name) && ofB.properties?.[name])
    .map((name) => ({ name, inA: ofA.properties?.[name]?.default, inB: ofB.properties?.[name]?.default }))
    .filter(({ inA, inB }) => JSON.stringify(inA) !== JSON.stringify(inB))
    .map(
      ({ name, inA, inB }) => `${at(name)} defaults to ${JSON.stringify(inA)} in ${a}, ${JSON.stringify(inB)} in ${b}`,
    );
  return [...required, ...defaults];
}
