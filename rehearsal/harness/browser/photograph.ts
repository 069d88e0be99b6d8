import { readFileSync } from 'node:fs';
import type { Sandbox } from '../../sandbox/setup.ts';
import { type Browser, draw } from './chromium.ts';
import { publicKeyHash } from './public-key.ts';

/** A browser's window, in pixels: small enough for its text to be read in half of a picture. */
export const WINDOW = { width: 1100, height: 720 } as const;

/**
 * Takes a picture of a page as a reader sees it. Scripts that Ghost loads from the Internet are missing.
 * @param file of the picture, a PNG
 * @throws the handshake's error when the sandbox's authority does not vouch for the page; what `draw` throws
 */
export async function photograph(
  browser: Browser & { readonly authority: Pick<Sandbox['authority'], 'certificate'> },
  page: URL,
  file: string,
): Promise<void> {
  const key = await publicKeyHash(page, readFileSync(browser.authority.certificate, 'utf8'));
  await draw(browser, { page, ...WINDOW, key }, file);
}
