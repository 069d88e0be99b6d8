import { existsSync, mkdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sandbox } from '../../sandbox/setup.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';

/** Longest run of the browser, in seconds; it takes two on a machine that does nothing else. */
const TIMEOUT_SECONDS = 60;

/** Longest time of the page's own that a picture waits for fonts and images, in milliseconds. */
const UNTIL_DRAWN = '--virtual-time-budget=3000';

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
  '--disable-dev-shm-usage', // /dev/shm is small in containers
  '--hide-scrollbars',
];

/** The Chromium of the cache, and a sandbox for it to write in. */
export interface Browser extends Pick<Sandbox, 'env' | 'folder'> {
  /** The folder that the recipe has filled. */
  readonly chromium: string;
}

/** What is looked at. */
export interface Sight {
  readonly page: URL;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The SHA-256 of the one key, beside those of the public authorities, that the page's server may have. */
  readonly key?: string;
}

/** How Chromium is started for a page. Names other than the page's own do not resolve. @param more flags */
export function commandFor(browser: Browser, { page, width, height, key }: Sight, more: readonly string[]) {
  return {
    program: join(browser.chromium, 'usr/lib/chromium/chromium-headless-shell'),
    args: [
      ...FLAGS,
      `--window-size=${width},${height}`,
      `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${page.hostname || 'localhost'}`,
      ...(key ? [`--ignore-certificate-errors-spki-list=${key}`] : []),
      `--user-data-dir=${profile(browser)}`,
      ...more,
    ],
    env: environment(browser),
  };
}

/**
 * Draws a page to a PNG.
 * @param file of the PNG; an earlier one is removed
 * @throws ProcessError when Chromium fails, RehearsalError when it could not load the page
 */
export async function draw(browser: Browser, sight: Sight, file: string): Promise<void> {
  await rm(file, { force: true });
  await mkdir(dirname(file), { recursive: true });
  const { page } = sight;
  const { program, args, env } = commandFor(browser, sight, [UNTIL_DRAWN, `--screenshot=${file}`, page.href]);
  await run(program, args, { seconds: TIMEOUT_SECONDS, env });
  // It ends with 0 when it could not load the page.
  if (existsSync(file)) return;
  throw new RehearsalError(`Chromium could not load ${page.href}`, {
    help: 'run again with --keep, and look at the page yourself',
  });
}

/** Chromium's own folder in the sandbox. It goes with the sandbox, and not before: Ghost's theme takes its own font only
 * when that is at hand in a tenth of a second, as for a reader who comes back. */
export function profile({ folder }: Pick<Browser, 'folder'>): string {
  const path = join(folder, 'browser');
  mkdirSync(path, { recursive: true });
  return path;
}

/** Libraries and fonts of the cache, which no other program meets. */
function environment(browser: Browser): Readonly<Record<string, string>> {
  const { chromium, env } = browser;
  const home = profile(browser);
  const folders = ['usr/lib/x86_64-linux-gnu', 'lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu/pulseaudio'];
  return {
    ...env,
    LD_LIBRARY_PATH: folders.map((folder) => join(chromium, folder)).join(':'),
    FONTCONFIG_FILE: join(chromium, 'fonts.conf'),
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
  };
}
