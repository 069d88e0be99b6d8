/** A page, where data was expected. */
export const isPage = (text: string): boolean => /^\s*</.test(text);

/** What a page is about, on one line: its title, or else its first line. */
export function titleOf(page: string): string {
  const [, title] = /<title[^>]*>([^<]+)/i.exec(page) ?? [];
  const line = (title ?? page).trim().split(/\s*\n/)[0] ?? '';
  return line.replaceAll('&middot;', '·').replaceAll('&amp;', '&').slice(0, 80);
}
