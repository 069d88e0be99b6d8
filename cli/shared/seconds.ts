import { InvalidArgumentError } from 'commander';

/**
 * The value of an option that is a time.
 * @returns seconds, whole ones, at least 1
 * @throws InvalidArgumentError for anything else
 */
export function wholeSeconds(value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new InvalidArgumentError('Give whole seconds, for example 600.');
}
