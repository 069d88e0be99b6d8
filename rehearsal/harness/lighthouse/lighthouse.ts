import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Results } from '../../builds/catalogue.ts';
import type { Sandbox } from '../../sandbox/setup.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { run } from '../../shared/process/run.ts';
import { waitFor } from '../../shared/process/wait.ts';
import { commandFor, profile, type Sight } from '../browser/chromium.ts';
import { publicKeyHash } from '../browser/public-key.ts';
import { CATEGORIES, type Order, type Preset } from './order.ts';
import { type PageAudit, pageAuditOf } from './page-audit.ts';

/** Longest audit of a page, in seconds; it takes 15 on a machine that does nothing else. */
const TIMEOUT_SECONDS = 400;

/** Longest start of a browser, in seconds. */
const START_SECONDS = 120;

/** A window that both of Lighthouse's screens fit in. */
const WINDOW = { width: 1400, height: 1000 } as const;

/** What audits: folders of the cache. */
export interface Auditor {
  readonly chromium: string;
  readonly lighthouse: string;
  /** A Node.js that is new enough for Lighthouse. */
  readonly node: string;
}

/** What audits, as a sandbox finds it. @throws RehearsalError when nobody has asked for it, so that the cache's is not there */
export function auditorOf(cache: Pick<Results, 'buildNode' | 'chromium' | 'lighthouse'>): Auditor {
  const { buildNode: node, chromium, lighthouse } = cache;
  if (chromium && lighthouse) return { chromium, lighthouse, node };
  throw new RehearsalError('this rehearsal has no Lighthouse or no browser', {
    help: 'name the section that asks for both: npx onemerge rehearse ghost lighthouse',
  });
}

/**
 * Has Lighthouse audit a page of a site in the sandbox.
 * @throws the handshake's error when the sandbox's authority does not vouch for the page; what `auditSight` throws
 */
export async function auditPage(sandbox: Sandbox, auditor: Auditor, page: URL, preset: Preset): Promise<PageAudit> {
  const key = await publicKeyHash(page, readFileSync(sandbox.authority.certificate, 'utf8'));
  return await auditSight(sandbox, auditor, { page, ...WINDOW, key }, preset);
}

/**
 * The same in a window, by a browser of its own that has seen nothing yet.
 * @throws WaitError when the browser does not start, ProcessError when Lighthouse fails, RehearsalError when it gives no score
 */
export async function auditSight(
  sandbox: Pick<Sandbox, 'env' | 'folder' | 'log' | 'start'>,
  { chromium, lighthouse, node }: Auditor,
  sight: Sight,
  preset: Preset,
): Promise<PageAudit> {
  const browser = { chromium, env: sandbox.env, folder: sandbox.folder };
  await rm(profile(browser), { recursive: true });
  const { program, args, env } = commandFor(browser, sight, ['--remote-debugging-port=0', 'about:blank']);
  const running = sandbox.start('chromium', program, args, { env });
  try {
    const port = await waitFor('Chromium listens', async () => portIn(profile(browser)), {
      seconds: START_SECONDS,
      where: running.log,
      hopeless: () => running.death(),
    });
    const file = join(profile(browser), 'lighthouse.json');
    const main = join(lighthouse, 'node_modules/lighthouse/core/index.js');
    const order: Order = { program: main, port, url: sight.page.href, preset, categories: CATEGORIES, file };
    const script = fileURLToPath(new URL('audit.ts', import.meta.url));
    await run(join(node, 'bin/node'), [script, JSON.stringify(order)], {
      seconds: TIMEOUT_SECONDS,
      env: { HOME: profile(browser), NODE_OPTIONS: '' },
      log: sandbox.log('lighthouse'),
    });
    return pageAuditOf(JSON.parse(readFileSync(file, 'utf8')));
  } finally {
    await running.stop();
  }
}

/** The port that Chromium has chosen, which it writes into its folder. @throws an error while there is no such file */
function portIn(folder: string): number | undefined {
  const [port = ''] = readFileSync(join(folder, 'DevToolsActivePort'), 'utf8').split('\n');
  return /^\d+$/.test(port) ? Number(port) : undefined;
}
