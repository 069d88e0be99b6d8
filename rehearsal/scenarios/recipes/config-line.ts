import { replaceOnce } from '../../harness/project.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** Fields that the rehearsal's config leaves to their defaults, and a document may add. */
const ABSENT = ['services'];

/**
 * Puts a line of a document into the rehearsal's config, in place of the field that it sets.
 * @param text the config, whose values are JSON
 * @param line for example `protection: { off: 'why' },`
 * @throws RehearsalError when the line sets no field that the config has or lacks on purpose
 */
export function setField(text: string, line: string): string {
  const [, field] = /^(\w+): /.exec(line) ?? [];
  const present = new RegExp(`"${field}": (\\{[^}]*\\}|"[^"]*"),?`);
  if (field !== undefined && present.test(text)) return text.replace(present, () => line.trim());
  if (field !== undefined && ABSENT.includes(field)) return addField(text, line);
  throw new RehearsalError(`the rehearsal's config has no field that this line sets: ${line.trim()}`, {
    where: 'rehearsal/harness/project.ts',
    help: 'write the line of the document as onemerge.config.ts has it, or add the field to the config of the rehearsal',
  });
}

/**
 * Adds a line of a document to the rehearsal's config, which does not have the field that it sets.
 * @param text the config
 * @param line for example `chat: { format: 'slack', ... },`
 * @throws RehearsalError when the text is no config
 */
export function addField(text: string, line: string): string {
  return replaceOnce(text, 'defineConfig({', `defineConfig({\n  ${line.trim()}`, 'onemerge.config.ts');
}
