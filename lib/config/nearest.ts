import leven from 'leven';

/** The name within two edits of what was typed, ignoring case, if there is one: what was probably meant. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const distance = (name: string) => leven(typed.toLowerCase(), name.toLowerCase(), { maxDistance: 3 });
  return names.filter((name) => distance(name) <= 2).sort((a, b) => distance(a) - distance(b))[0];
}
