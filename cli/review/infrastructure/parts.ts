import { nameIn } from '../changed-places.ts';
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

/** The values of fields of a name by where they lie, however deep. Items of a list go by what names them, so that their order does not count. */
export function placesOf({ Properties = {} }: TemplateResource, name: RegExp): ReadonlyMap<string, unknown> {
  return new Map(placesIn(Properties, name, ''));
}

function placesIn(value: unknown, name: RegExp, at: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
    const place = `${at}/${Array.isArray(value) ? (nameIn(inner) ?? key) : key}`;
    return name.test(key) && !Array.isArray(value) ? [[place, inner]] : placesIn(inner, name, place);
  });
}

/** CloudFormation takes a word for a switch: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html */
export const isSwitchedOn = (value: unknown) => /^(true|enabled|active)$/i.test(String(value));
