import type { Config } from './config.ts';

/** An installation among others of the same repository, see docs/environments.md. */
export interface Environment {
  /** As the config has it: `staging`. */
  readonly name: string;
  /** The environment that a commit must have been live in before it comes here; without one, this environment follows the branch. */
  readonly after?: string | undefined;
  /** A person approves each commit before it is deployed; without it none does. */
  readonly approval?: Approval | undefined;
  /** The configs of all environments by name, in their order, this one included. */
  readonly all: Readonly<Record<string, Config>>;
}

/** How a person approves. */
export interface Approval {
  /** After so long CodePipeline takes no answer for a no. */
  readonly timeoutMinutes: number;
}

/** Whether commits come from another environment, and not from the branch at once. */
export const isPromotedTo = ({ environment }: Pick<Config, 'environment'>): boolean => environment?.after !== undefined;

/** The configs of those environments that a commit goes to once it is live in this one. */
export function followersOf({ environment }: Pick<Config, 'environment'>): Config[] {
  if (environment === undefined) return [];
  return Object.values(environment.all).filter((other) => other.environment?.after === environment.name);
}

/** The config of the environment that commits come from; undefined where they come from the branch. */
export function beforeOf({ environment }: Pick<Config, 'environment'>): Config | undefined {
  return environment?.after === undefined ? undefined : environment.all[environment.after];
}

/** The environment that commits come from, and those that they go to. */
export function neighboursOf(config: Pick<Config, 'environment'>): Config[] {
  const before = beforeOf(config);
  return [...(before ? [before] : []), ...followersOf(config)];
}
