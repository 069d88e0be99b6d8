import { ConfigError } from './config-error.ts';

/** It was not said which environment is meant, or there is none of that name. */
export class EnvironmentError extends ConfigError {
  /** What to name instead; undefined where there are none. */
  readonly instead: string | undefined;

  constructor(what: string, instead: string | undefined) {
    super([`onemerge.config.ts: ${what}`]);
    this.instead = instead;
  }
}
