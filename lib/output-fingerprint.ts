import { createHash } from 'node:crypto';
import { REPLACING_PROPERTIES } from './replacing-properties.ts';

/** The metadata key of a resource that reads outputs of other stacks: an object from stack name to fingerprint. */
export const PRODUCERS = 'onemerge:producers';

/** A CloudFormation template, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Condition?: string }>>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
}

interface TemplateResource {
  readonly Type: string;
  /** Name of the condition under which the resource exists. */
  readonly Condition?: string;
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
 * what those refer to, in other stacks too. Parameters, mappings and conditions count in full. An update in place leaves
 * the values, and so the fingerprint, as they are.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 * @param templates templates by stack name, in which no stack reads a later one's output
 * @returns 16 hexadecimal digits by `stack.output`
 */
export function fingerprintOutputs(templates: ReadonlyMap<string, Template>): Map<string, string> {
  const fingerprints = new Map<string, string>();
  for (const [stack, template] of templates) {
    for (const [name, { Value, Condition }] of Object.entries(template.Outputs ?? {})) {
      fingerprints.set(`${stack}.${name}`, hash(new Deciding(template, fingerprints).ofPart(Value, Condition)));
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
  /** What is spelled out already, or is being spelled out: names suffice. */
  readonly #seen = new Set<string>();

  constructor(template: Template, earlier: ReadonlyMap<string, string>) {
    this.#template = template;
    this.#earlier = earlier;
  }

  /** Of a value that is there under a condition, or always. */
  ofPart(value: unknown, condition?: string): unknown {
    return condition === undefined ? this.#of(value) : [this.#of(value), this.#condition(condition)];
  }

  #of(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#of(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, this.#field(key, inner)]));
  }

  /** Of a function's argument, or of what is no function. */
  #field(key: string, inner: unknown): unknown {
    if (key === 'Ref') return [inner, this.#named(String(inner))];
    if (key === 'Fn::GetAtt') return [inner, this.#named(resourceOf(inner))];
    if (key === 'Fn::Sub') return [this.#of(inner), namesIn(inner).map((name) => this.#named(name))];
    if (key === 'Fn::FindInMap') return [this.#of(inner), this.#template.Mappings];
    if (key === 'Fn::If') return [this.#of(inner), this.#condition(String((inner as unknown[])[0]))];
    // In a policy statement, `Condition` is an object.
    if (key === 'Condition' && typeof inner === 'string') return [inner, this.#condition(inner)];
    if (key === 'Fn::GetStackOutput') return this.#output(inner as Record<string, unknown>);
    return this.#of(inner);
  }

  #output({ StackName, OutputName }: Readonly<Record<string, unknown>>): unknown {
    return [StackName, OutputName, this.#earlier.get(`${StackName}.${OutputName}`)];
  }

  #condition(name: string): unknown {
    return this.#once(`condition ${name}`, () => this.#of(this.#template.Conditions?.[name]));
  }

  /** Of a resource or a parameter; nothing for what is neither, such as `AWS::Region`. */
  #named(name: string): unknown {
    const resource = this.#template.Resources[name];
    return this.#once(name, () => (resource ? this.#resource(resource) : this.#template.Parameters?.[name]));
  }

  #resource({ Type, Condition, Properties = {} }: TemplateResource): unknown {
    const replacing = REPLACING_PROPERTIES[Type];
    const deciding = Object.entries(Properties).filter(([name]) => replacing?.includes(name) ?? true);
    return { Type, properties: this.ofPart(Object.fromEntries(deciding), Condition) };
  }

  #once(name: string, spell: () => unknown): unknown {
    if (this.#seen.has(name)) return undefined;
    this.#seen.add(name);
    return spell();
  }
}

function resourceOf(attribute: unknown): string {
  return String(Array.isArray(attribute) ? attribute[0] : attribute).split('.')[0] ?? '';
}

/** The names that `Fn::Sub` puts into its text: `${Name}` and `${Name.Attribute}`, but not `${!Literal}`. */
function namesIn(sub: unknown): string[] {
  const [text, own = {}] = Array.isArray(sub) ? sub : [sub];
  const names = [...String(text).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
  return names.filter((name) => !(name in own)).map(resourceOf);
}
