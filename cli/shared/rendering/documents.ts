import { parse } from 'yaml';
import { filesHolding } from './files.ts';
import type { Manifest } from './render.ts';
import { RenderingError } from './rendering-error.ts';
import { substitute, UnsetVariableError } from './variables/substitute.ts';
import { SubstitutionError } from './variables/template.ts';
import { NoYamlError, readYaml } from './yaml-1.1.ts';

const SUBSTITUTE = 'kustomize.toolkit.fluxcd.io/substitute';

/** kustomize separates documents by `---`; inside a document everything of that kind is indented. */
export const documents = (text: string): string[] => text.split(/^---$/m).filter((document) => document.trim() !== '');

/** Whether Flux substitutes a document: a label or an annotation may forbid it. */
export function isSubstituted(document: string): boolean {
  if (!document.includes(SUBSTITUTE)) return true;
  const { metadata } = parse(document) as Manifest;
  return metadata?.labels?.[SUBSTITUTE] !== 'disabled' && metadata?.annotations?.[SUBSTITUTE] !== 'disabled';
}

/**
 * The object of a document, as Flux reads it: substituted in the text that kustomize prints, after which quotes that YAML
 * did not need are gone, and then read as YAML 1.1.
 * @param values undefined when nothing is substituted
 * @param path the folder in the repository, for messages
 * @throws RenderingError where Flux refuses it
 */
export function readDocument(
  document: string,
  values: Readonly<Record<string, string>> | undefined,
  path: string,
  repository: string,
): Manifest {
  try {
    const text = values !== undefined && isSubstituted(document) ? substitute(document, values) : document;
    return asObject(readYaml(text), document, path);
  } catch (error) {
    if (error instanceof UnsetVariableError) throw unset(error.variable, path, repository);
    const { kind, metadata } = parse(document) as Manifest;
    const what = `${kind} ${metadata?.name} in ${path}`;
    if (error instanceof SubstitutionError)
      throw new RenderingError(`${what}: ${error.message}, and Flux refuses it`, {
        where: filesHolding(error.written, path, repository)[0] ?? path,
        edit: 'correct the variable, or write $$ for a $ that is meant as it is',
      });
    if (error instanceof NoYamlError)
      throw new RenderingError(`${what} is no YAML once it is substituted: ${error.message}`, {
        where: path,
        edit: 'write a text around the variable that keeps its value one text, or change the value',
      });
    throw error;
  }
}

function asObject(value: unknown, document: string, path: string): Manifest {
  const object = value as Partial<Manifest> | null;
  if (
    typeof object?.apiVersion === 'string' &&
    typeof object.kind === 'string' &&
    typeof object.metadata?.name === 'string'
  )
    return object as Manifest;
  const { kind, metadata } = parse(document) as Manifest;
  throw new RenderingError(`${kind} ${metadata?.name} in ${path} needs apiVersion, kind and metadata.name as texts`, {
    where: path,
    edit: 'write all three; a variable there must not become a number or a truth value',
  });
}

function unset(name: string, path: string, repository: string): RenderingError {
  const [file = path] = ['${', '${#'].flatMap((opening) => filesHolding(`${opening}${name}`, path, repository));
  return new RenderingError(`${file} uses \${${name}}, which is no setting: Flux would refuse the revision`, {
    where: file,
    edit: `add ${name} to lib/settings.ts, or correct the name; write $\${${name}} for what is no variable of Flux's`,
  });
}
