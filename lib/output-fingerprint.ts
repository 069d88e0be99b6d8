import { createHash } from 'node:crypto';
import { REPLACING_PROPERTIES } from './replacing-properties.ts';

/** A CloudFormation template, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** An output of another stack that a piece of a template reads. */
interface OutputRead {
  readonly stack: string;
  /** `stack.output`: what `fingerprintOutputs` knows it by. */
  readonly key: string;
}

/** The outputs of other stacks that a piece of a template reads, each once, in a fixed order. */
export function outputsRead(part: unknown): OutputRead[] {
  const read = new Map<string, OutputRead>();
  JSON.stringify(part ?? null, (key, value) => {
    if (key === 'Fn::GetStackOutput') {
      const one = { stack: String(value.StackName), key: `${value.StackName}.${value.OutputName}` };
      read.set(one.key, one);
    }
    return value;
  });
  return [...read.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * A fingerprint for each output: of everything that decides its value. That is the output's own text and, of the
 * resources that it refers to, the name, the type and those properties whose change replaces the resource; in turn of
 * what those refer to, in other stacks too. An update in place leaves the values, and so the fingerprint, as they are.
 * @param templates templates by stack name, in which no stack reads a later one's output
 * @returns 16 hexadecimal digits by `stack.output`
 */
export function fingerprintOutputs(templates: ReadonlyMap<string, Template>): Map<string, string> {
  const fingerprints = new Map<string, string>();
  for (const [stack, template] of templates) {
    for (const [name, { Value }] of Object.entries(template.Outputs ?? {})) {
      fingerprints.set(`${stack}.${name}`, hash(new Deciding(template, fingerprints).of(Value)));
    }
  }
  return fingerprints;
}

/** 16 hexadecimal digits that change with a value. */
export function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** Spells out what decides a value of a template. */
class Deciding {
  readonly #template: Template;
  readonly #earlier: ReadonlyMap<string, string>;
  /** Resources that are spelled out already, or are being spelled out: names suffice. */
  readonly #seen = new Set<string>();

  constructor(template: Template, earlier: ReadonlyMap<string, string>) {
    this.#template = template;
    this.#earlier = earlier;
  }

  of(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.of(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key === 'Ref') return [key, [inner, this.#resource(String(inner))]];
        if (key === 'Fn::GetAtt') return [key, [inner, this.#resource(resourceOf(inner))]];
        if (key === 'Fn::GetStackOutput') return [key, this.#output(inner as Record<string, unknown>)];
        return [key, this.of(inner)];
      }),
    );
  }

  #output({ StackName, OutputName }: Readonly<Record<string, unknown>>): unknown {
    return [StackName, OutputName, this.#earlier.get(`${StackName}.${OutputName}`)];
  }

  /** Nothing for what is no resource, such as `AWS::Region`. */
  #resource(id: string): unknown {
    const resource = this.#template.Resources[id];
    if (resource === undefined || this.#seen.has(id)) return undefined;
    this.#seen.add(id);
    const { Type, Properties = {} } = resource;
    const replacing = REPLACING_PROPERTIES[Type];
    const deciding = Object.entries(Properties).filter(([name]) => replacing?.includes(name) ?? true);
    return { Type, properties: this.of(Object.fromEntries(deciding)) };
  }
}

function resourceOf(attribute: unknown): string {
  return String(Array.isArray(attribute) ? attribute[0] : attribute).split('.')[0] ?? '';
}
