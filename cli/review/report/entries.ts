import type { AcknowledgementChange } from '../checks/compare.ts';
import type { SettingChange } from '../contract/compare.ts';
import { differences } from '../differences.ts';
import type { ResourceChange } from '../infrastructure/compare.ts';
import type { ObjectChange } from '../workload/compare.ts';
import { code, value } from './escape.ts';

// What is said of a change in a fold: Markdown lines.

export function resourceEntry({ stack, id, type, impact, properties, assetsAlone }: ResourceChange): string {
  if (assetsAlone) return `- ${impact}: ${code(`${stack}/${id}`)} (${code(type)}), by the contents of an asset alone`;
  const fields = properties.flatMap(({ name, before, after }) => differences(before, after, name));
  const lines = fields.map(({ path, before, after }) => changeLine(path, before, after));
  return [`- ${impact}: ${code(`${stack}/${id}`)} (${code(type)})`, ...lines].join('\n');
}

export function objectEntry({ key, impact, fields }: ObjectChange): string {
  return [
    `- ${impact}: ${code(key)}`,
    ...fields.map(({ path, before, after }) => changeLine(path, before, after)),
  ].join('\n');
}

export const settingEntry = ({ key, impact }: SettingChange) => `- ${impact}: ${code(key)}`;

export const acknowledgementEntry = ({ rule, path, impact, reason }: AcknowledgementChange) =>
  `- ${impact}: ${code(path)} from ${code(rule)}, because ${code(reason)}`;

function changeLine(name: string, before: unknown, after: unknown): string {
  return `  - ${code(name)}: ${value(before)} → ${value(after)}`;
}
