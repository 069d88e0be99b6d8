import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { hold, killGroup, release } from '../../shared/process/groups.ts';
import { type Browser, commandFor, type Sight } from './chromium.ts';
import { DevTools } from './devtools.ts';

/** Longest load of a page, in milliseconds. */
const TIMEOUT = 60_000;

/** How a page came to a reader who had nothing of it. Times are milliseconds from the click; nothing is slowed down. */
export interface PageLoad {
  /** Until something of the page is drawn, and until the largest thing is. */
  readonly firstPaint: number;
  readonly largestPaint: number;
  /** How far what is drawn has moved afterwards: 0.1 is good. https://web.dev/articles/cls */
  readonly shift: number;
  /** For how long the page took no click, in all. https://web.dev/articles/tbt */
  readonly blocked: number;
  readonly requests: number;
  readonly bytes: number;
}

/** Runs in the page, once it is loaded. Observers tell what was before them, and need a moment for it. */
const MEASURE = `new Promise((done) => {
  const seen = {};
  for (const type of ['largest-contentful-paint', 'layout-shift', 'longtask', 'paint']) {
    seen[type] = [];
    new PerformanceObserver((list) => seen[type].push(...list.getEntries())).observe({ type, buffered: true });
  }
  const told = () => {
    const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const sum = (list, one) => list.reduce((all, entry) => all + one(entry), 0);
    done({
      firstPaint: seen.paint.find(({ name }) => name === 'first-contentful-paint')?.startTime ?? 0,
      largestPaint: seen['largest-contentful-paint'].at(-1)?.startTime ?? 0,
      shift: sum(seen['layout-shift'], ({ hadRecentInput, value }) => (hadRecentInput ? 0 : value)),
      blocked: sum(seen.longtask, ({ duration }) => duration - 50),
      requests: files.length,
      bytes: sum(files, ({ transferSize }) => transferSize),
    });
  };
  setTimeout(told, 1000);
})`;

const number = z.number();
const measured = z.object({
  result: z.object({
    value: z.object({
      firstPaint: number,
      largestPaint: number,
      shift: number,
      blocked: number,
      requests: number,
      bytes: number,
    }),
  }),
});
const made = z.object({ targetId: z.string() });
const attached = z.object({ sessionId: z.string() });

/**
 * Opens a page with an empty cache, and measures how it comes.
 * @throws Error when Chromium cannot be started, refuses a command, ends, or takes longer than a minute
 */
export async function loadPage(browser: Browser, sight: Sight): Promise<PageLoad> {
  const { program, args, env } = commandFor(browser, sight, ['--remote-debugging-pipe', 'about:blank']);
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw (await once(child, 'error'))[0];
  hold(pid);
  const tools = new DevTools(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const late = setTimeout(
    () => tools.end(new Error(`${sight.page.href} took longer than ${TIMEOUT / 1000} s`)),
    TIMEOUT,
  );
  try {
    return await measure(tools, sight.page);
  } finally {
    clearTimeout(late);
    killGroup(pid);
    release(pid);
  }
}

async function measure(tools: DevTools, page: URL): Promise<PageLoad> {
  const { targetId } = made.parse(await tools.send('Target.createTarget', { url: 'about:blank' }));
  const { sessionId } = attached.parse(await tools.send('Target.attachToTarget', { targetId, flatten: true }));
  await tools.send('Page.enable', {}, sessionId);
  await tools.send('Network.enable', {}, sessionId);
  await tools.send('Network.setCacheDisabled', { cacheDisabled: true }, sessionId);
  const loaded = tools.event('Page.loadEventFired');
  loaded.catch(() => undefined); // awaited below, unless the page cannot be asked for
  await tools.send('Page.navigate', { url: page.href }, sessionId);
  await loaded;
  const question = { expression: MEASURE, awaitPromise: true, returnByValue: true };
  return measured.parse(await tools.send('Runtime.evaluate', question, sessionId)).result.value;
}

/** For people: "first paint 210 ms, largest 340 ms, moved by 0.00, blocked for 0 ms, 9 requests, 210 KiB". */
export function told({ firstPaint, largestPaint, shift, blocked, requests, bytes }: PageLoad): string {
  const ms = (milliseconds: number) => `${milliseconds.toFixed(0)} ms`;
  return `first paint ${ms(firstPaint)}, largest ${ms(largestPaint)}, moved by ${shift.toFixed(2)}, blocked for ${ms(blocked)}, ${requests} requests, ${Math.round(bytes / 1024)} KiB`;
}
