import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Visitor } from '../../fakes/cloudfront/visitor.ts';
import type { Author } from '../../harness/ghost-admin.ts';
import { png, theme } from '../../harness/samples.ts';
import type { Check } from './section.ts';

/** Seconds after which a reader must see what an author has changed. */
const SEEN_WITHIN = 5;

const THEME = 'fresh-theme';
const POST = '/fresh/';

interface Reader {
  readonly url: string;
  readonly visit: Visitor;
}

/** What an author changes, and when a reader who has no cookie sees it although CloudFront holds what was there before. */
export async function freshness(check: Check, site: Reader, author: Author): Promise<void> {
  const { visit } = site;
  const changed = (path: string, change: () => Promise<void>, isSeen: (answer: Answer) => boolean) =>
    seconds(visit, path, change, isSeen);
  const holds = (text: string) => (answer: Answer) => answer.status === 200 && answer.body.includes(text);

  await check('readers see within 5 s what an author publishes, edits and takes back, with a warm cache', async () => {
    const image = await author.uploadImage('fresh.png', png(600, 300));
    const publish = async () => {
      await author.publish({ title: 'Fresh', feature_image: image, html: '<p>first</p>' });
    };
    const published = await changed(POST, publish, holds('first'));
    const edited = await changed(POST, () => author.change('fresh', { html: '<p>second</p>' }), holds('second'));
    const other = await author.uploadImage('fresh.png', png(300, 600));
    assert.notEqual(other, image, 'a replaced image must have an address of its own: the old one is kept for a year');
    const replaced = await changed(
      POST,
      () => author.change('fresh', { feature_image: site.url + other }),
      holds(other.slice(other.lastIndexOf('/'))),
    );
    const withdrawn = await changed(
      POST,
      () => author.change('fresh', { status: 'draft' }),
      (it) => it.status === 404,
    );
    return `published ${published}, edited ${edited}, image replaced ${replaced}, taken back ${withdrawn}`;
  });

  await check('and a corrected redirect and a new theme, with its files', async () => {
    const leadsTo = (path: string) => (answer: Answer) => answer.headers.location === path;
    await author.uploadRedirects('301:\n  /moved/: /here/\n');
    assert.ok(leadsTo('/here/')(await visit('/moved/')));
    const correct = () => author.uploadRedirects('301:\n  /moved/: /there/\n');
    const redirected = await changed('/moved/', correct, leadsTo('/there/'));
    const { headers } = await visit('/moved/');
    assert.match(String(headers['cache-control']), /max-age=0/, 'no browser may keep what nobody can take back');
    const wear = async (mark: string) => {
      await author.uploadTheme(THEME, theme(THEME, mark));
      await author.activateTheme(THEME);
    };
    await wear('<p>spring</p>');
    await visit('/');
    const file = await changed('/assets/style.css', () => wear('<p>summer</p>'), holds('summer'));
    const page = await changed('/', () => wear('<p>autumn</p>'), holds('autumn'));
    return `redirect ${redirected}, file of a theme ${file}, page ${page}`;
  });
}

/** How long after a change a reader first sees it; the cache holds what was there before. */
async function seconds(
  visit: Visitor,
  path: string,
  change: () => Promise<void>,
  isSeen: (answer: Answer) => boolean,
): Promise<string> {
  await visit(path);
  const { headers } = await visit(path);
  // A redirect says max-age=0: it is kept, and asked for anew each time.
  const warm = /max-age=0/.test(String(headers['cache-control'])) || /^(Hit|Error) /.test(String(headers['x-cache']));
  assert.ok(warm, `${path} was not kept: ${headers['x-cache']}, ${headers['cache-control']}`);
  await change();
  const start = Date.now();
  while (!isSeen(await visit(path))) {
    assert.ok(Date.now() - start < SEEN_WITHIN * 1000, `${path} still shows what it did ${SEEN_WITHIN} s ago`);
    await sleep(100);
  }
  const passed = (Date.now() - start) / 1000;
  assert.ok(
    passed < SEEN_WITHIN,
    `${path} was seen after ${passed.toFixed(1)} s, and a reader waits ${SEEN_WITHIN} s at most`,
  );
  return `after ${passed.toFixed(1)} s`;
}
