import type { TemplateResource } from '../facts.ts';
import { textOf } from './iam/pattern.ts';

/** The values of fields of a name, however deep they lie in a resource's properties: a text each, with the field's name. */
export function fieldsIn(resource: TemplateResource | undefined, name: RegExp): string[] {
  return resource === undefined ? [] : valuesIn(resource.Properties ?? {}, name);
}

function valuesIn(value: unknown, name: RegExp): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesIn(item, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    name.test(key) ? [inner].flat().map((one) => `${key} ${textOf(one)}`) : valuesIn(inner, name),
  );
}
