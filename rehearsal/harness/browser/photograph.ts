import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sandbox } from '../../sandbox/setup.ts';
import { run } from '../../shared/process/run.ts';
import { publicKeyHash } from './public-key.ts';

/** Longest run of the browser, in seconds; it takes two on a machine that does nothing else. */
const TIMEOUT_SECONDS = 20;

/** Headless, on its own, and silent: nothing but the page is asked for. */
const FLAGS = [
  '--headless',
  '--no-sandbox', // everything here is root's
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--hide-scrollbars',
  '--window-size=1280,800',
  '--virtual-time-budget=3000', // until fonts and images have been drawn
];

/**
 * Takes a picture of a page with the machine's Chromium, as a reader sees it. Names other than the page's own do not
 * resolve, so scripts and pictures that Ghost loads from the Internet are missing. A browser is no part of what is
 * rehearsed: without one, or when it fails, the words say so and nothing is thrown.
 * @param file - of the picture, a PNG; an earlier one is removed
 * @returns words for the table
 */
export async function photograph(
  sandbox: Pick<Sandbox, 'env' | 'folder'> & { readonly authority: Pick<Sandbox['authority'], 'certificate'> },
  page: URL,
  file: string,
): Promise<string> {
  await rm(file, { force: true });
  const program = chromium(sandbox.env.PATH ?? '');
  if (!program) return 'no chromium on this machine: no screenshot';
  // Goes with the sandbox, and not before: Ghost's theme takes its own font only when that is at hand in a tenth of a second,
  // as for a reader who comes back.
  const profile = join(sandbox.folder, 'browser');
  try {
    await mkdir(dirname(file), { recursive: true });
    const key = await publicKeyHash(page, readFileSync(sandbox.authority.certificate, 'utf8'));
    const only = [
      `--ignore-certificate-errors-spki-list=${key}`,
      `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${page.hostname}`,
    ];
    const args = [...FLAGS, ...only, `--user-data-dir=${profile}`, `--screenshot=${file}`, page.href];
    await run(program, args, { seconds: TIMEOUT_SECONDS, env: { ...sandbox.env, HOME: profile } });
  } catch (error) {
    return `no screenshot: ${reason(error)}`;
  }
  // It ends with 0 when it could not load the page.
  return existsSync(file) ? file : `no screenshot: chromium could not load ${page.href}`;
}

function chromium(path: string): string | undefined {
  return path
    .split(':')
    .map((folder) => join(folder, 'chromium'))
    .find((program) => existsSync(program));
}

/** In a few words: a command's error tells its arguments first, and its output from the second line on. */
function reason(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.slice(line.lastIndexOf(': ') + 1).trim();
}
