// Has Lighthouse audit a page in a browser that runs, and writes its report: `node audit.ts '<JSON of Order>'`. A process of its own, for it runs on
// another Node.js than the rehearsal.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Order } from './order.ts';

/** What is used here of Lighthouse. https://github.com/GoogleChrome/lighthouse/blob/main/docs/readme.md#using-programmatically */
interface Lighthouse {
  readonly default: (url: string, flags: object, config?: object) => Promise<{ readonly lhr: object } | undefined>;
  /** Its own settings for a desktop: a screen, and a network and a processor that it takes one to have. */
  readonly desktopConfig: object;
}

const { program, port, url, preset, categories, file } = JSON.parse(process.argv[2] ?? '') as Order;
const { default: lighthouse, desktopConfig } = (await import(pathToFileURL(program).href)) as Lighthouse;
const flags = { port, output: 'json', logLevel: 'error', onlyCategories: categories };
const result = await lighthouse(url, flags, preset === 'desktop' ? desktopConfig : undefined);
if (!result) throw new Error(`Lighthouse has not audited ${url}`);
writeFileSync(file, JSON.stringify(result.lhr));
