import { RehearsalError } from '../../shared/errors.ts';

const REFERENCE = /#\{([^}]*)\}/g;

/**
 * Fills what an execution runs with into texts of an action: `#{variables.NAME}` of the pipeline's own variables. Those of
 * actions and of CodePipeline itself are not emulated.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html
 * @throws RehearsalError when a text names anything else
 */
export function fillIn(
  texts: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const filled = Object.entries(texts).map(([name, text]) => [
    name,
    text.replaceAll(REFERENCE, (whole, reference: string) => {
      const value = variables[reference.replace(/^variables\./, '')];
      if (reference.startsWith('variables.') && value !== undefined) return value;
      throw new RehearsalError(`the execution cannot fill in ${whole}, which ${name} asks for`, {
        where: "EnvironmentVariables of the pipeline's build action",
        help: 'declare it in the Variables of the pipeline; other namespaces are not emulated',
      });
    }),
  ]);
  return Object.fromEntries(filled);
}
