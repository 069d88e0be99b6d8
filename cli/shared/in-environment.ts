import { chosenEnvironment } from '../../lib/config/chosen-environment.ts';

/** What of a command's words says which environment is meant; nothing for what is the same in all. */
const OURS = /\bnpx onemerge (?!lock\b|rehearse\b|promote --to\b)[a-z]+\b(?!.*--environment)/g;
const CDKS = /\bnpx cdk (?:deploy|destroy|diff|synth)\b(?!.*--context environment)/g;

/** A text whose commands say which environment is meant, when one was named: without it they would ask which. */
export function inEnvironment(text: string, environment = chosenEnvironment()): string {
  if (environment === undefined) return text;
  return text
    .replace(OURS, (command) => `${command} --environment ${environment}`)
    .replace(CDKS, (command) => `${command} --context environment=${environment}`);
}
