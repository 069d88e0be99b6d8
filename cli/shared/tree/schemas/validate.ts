import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import leven from 'leven';
import type { Manifest } from '../../rendering/render.ts';
import type { Path } from '../locate.ts';
import { readSchemas } from './read.ts';
import type { Kind, Schema } from './schema.ts';

/** What a schema does not allow. */
export interface Mismatch {
  readonly path: Path;
  /** To follow the path: `must be integer`. */
  readonly what: string;
  readonly edit: string;
}

const ROOT = 'kubernetes';
const INT32 = 2 ** 31;
const BASE64 = /^(?:[A-Za-z0-9+/\s]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\s*$/;

// biome-ignore lint/suspicious/noExplicitAny: ajv's types for a default export under ESM resolution.
const AjvClass = ((Ajv as any).default ?? Ajv) as typeof Ajv.default;

let ajv: InstanceType<typeof AjvClass> | undefined;
const compiled = new Map<string, ValidateFunction>();

/** The kind of an object; undefined when no cluster of this app serves it. */
export const kindOf = ({ apiVersion, kind }: Manifest): Kind | undefined =>
  readSchemas().kinds[`${apiVersion} ${kind}`];

/** Where an object does not fit its kind's schema. Nothing for a kind that is unknown. */
export function mismatches(object: Manifest): Mismatch[] {
  const validate = validatorOf(object);
  if (!validate || validate(object)) return [];
  const errors = (validate.errors ?? []).filter(({ keyword }) => !['anyOf', 'oneOf', 'not', 'if'].includes(keyword));
  return (errors.length > 0 ? errors : (validate.errors ?? [])).map(mismatchOf);
}

function validatorOf({ apiVersion, kind }: Manifest): ValidateFunction | undefined {
  const key = `${apiVersion} ${kind}`;
  const { kinds, definitions } = readSchemas();
  const schema = kinds[key]?.schema;
  if (!schema) return undefined;
  ajv ??= newAjv().addSchema({ definitions }, ROOT);
  const validator = compiled.get(key) ?? ajv.compile(absolute(schema));
  compiled.set(key, validator);
  return validator;
}

function newAjv() {
  return new AjvClass({
    strict: false,
    allErrors: true,
    verbose: true, // with the value at fault
    logger: false,
    // A validator runs a few times: to make its code shorter or quicker takes longer than to run it.
    inlineRefs: false,
    code: { optimize: false },
    formats: {
      int32: {
        type: 'number',
        validate: (value: number) => Number.isInteger(value) && value >= -INT32 && value < INT32,
      },
      byte: BASE64,
    },
  });
}

/** References of a kind's own schema lead to the definitions of all. */
function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${ROOT}#/`)) as Schema;
}

function mismatchOf({
  instancePath,
  keyword,
  params,
  message = 'is wrong',
  parentSchema,
  data,
}: ErrorObject): Mismatch {
  const path = pathOf(instancePath);
  if (keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    return { path: [...path, name], what: 'is no field of this kind', edit: unknownFieldEdit(name, parentSchema) };
  }
  if (keyword === 'required') {
    return { path: [...path, String(params.missingProperty)], what: 'is missing', edit: 'write it' };
  }
  if (keyword === 'enum') {
    const allowed = (params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(', ');
    return { path, what: `is ${JSON.stringify(data)}`, edit: `write one of ${allowed}` };
  }
  const found = typeof data === 'object' ? '' : ` and is ${JSON.stringify(data)}`;
  return { path, what: `${message}${found}`, edit: editOf(keyword, String(params.type ?? ''), data) };
}

function unknownFieldEdit(name: string, schema: unknown): string {
  const known = Object.keys((schema as Schema | undefined)?.properties ?? {});
  const [meant] = known.filter((one) => leven(one, name) <= 2).sort((a, b) => leven(a, name) - leven(b, name));
  return meant ? `write ${meant}` : 'remove it, or move it to the field that it belongs to';
}

function editOf(keyword: string, type: string, data: unknown): string {
  if (keyword !== 'type') return 'correct the value';
  if (type === 'string' && typeof data !== 'object')
    return 'quote it; of a variable: Flux substitutes after the quotes are gone, so write a space before it, or another text';
  return `write ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
