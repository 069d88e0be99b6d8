/** The variable that says which environment of the config is meant, for commands and for the app; builds have it. */
export const ENVIRONMENT_VARIABLE = 'ONEMERGE_ENVIRONMENT';

/** What it says; undefined when it says nothing. */
export const chosenEnvironment = (): string | undefined => process.env[ENVIRONMENT_VARIABLE] || undefined;
