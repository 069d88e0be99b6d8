const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text that HTML shows as it is. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => NAMES[character] ?? character);
}
