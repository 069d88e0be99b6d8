import { withoutSecret } from './secret-fields.ts';
import { show } from './show.ts';

/** One thing wrong with the config: where, what was found, and the edit that helps. */
export interface ConfigProblem {
  /** Path of the field, for example `database.size`; empty for the config as a whole. */
  readonly field: string;
  /** The value found, or `undefined` when the field is missing. */
  readonly value: unknown;
  /** The edit that helps, for example `use a CIDR such as "203.0.113.7/32"`. */
  readonly fix: string;
}

/** The config cannot be used. Its message has one line for each problem, and all of them. */
export class ConfigError extends Error {
  /** @param problems of its fields; of the file itself, a whole line with the place in it */
  constructor(problems: readonly (ConfigProblem | string)[]) {
    super(problems.map((problem) => (typeof problem === 'string' ? problem : describe(problem))).join('\n'));
    this.name = 'ConfigError';
  }
}

function describe({ field, value, fix }: ConfigProblem): string {
  const subject = field === '' ? 'the default export' : field;
  const found = value === undefined ? 'is missing' : `is ${show(withoutSecret(field.split('.').at(-1) ?? '', value))}`;
  return `onemerge.config.ts: ${subject} ${found}: ${fix}`;
}
