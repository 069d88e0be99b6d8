import assert from 'node:assert/strict';
import { type Answer, pastTheCache } from '../../fakes/cloudfront/visitor.ts';
import type { GhostSite } from '../../harness/ghost/site.ts';
import type { Check } from './section.ts';

const COLOUR = '#e01d48';
const WORDS = 'Closed on Monday';

/** What the admin area sends while somebody changes design or announcement bar: Ghost's core/frontend/services/theme-engine/preview.js */
const UNSAVED = new URLSearchParams({
  c: COLOUR,
  announcement: `<p>${WORDS}</p>`,
  announcement_bg: 'dark',
  announcement_vis: 'visitors',
}).toString();

/** Ghost's link into the admin area, for staff who look at the site. */
const TOOLBAR = /data-ghost-admin-toolbar=/;

/** What of the admin area depends on headers that CloudFront must hand on. */
export async function previews({ url, visit }: GhostSite, check: Check): Promise<void> {
  const preview = { 'x-ghost-preview': UNSAVED };

  await check('an author sees unsaved changes of design and announcement bar, and no reader does', async () => {
    const headers = { ...preview, origin: url, 'content-type': 'text/html;charset=utf-8' };
    const seen = page(await visit('/', { method: 'POST', headers }));
    for (const part of [`data-accent-color="${COLOUR}"`, WORDS])
      assert.ok(seen.includes(part), `the preview shows no ${part}: X-Ghost-Preview does not reach Ghost`);
    assert.ok(!page(await visit(pastTheCache('/'))).includes(WORDS), 'a preview was saved');
    return `${COLOUR} and "${WORDS}" in the answer to POST /; neither on the page of a reader`;
  });

  await check('a stranger who sends that header changes the page for nobody else', async () => {
    const path = pastTheCache('/');
    const { headers, ...seen } = await visit(path, { headers: preview });
    assert.ok(page(seen).includes(WORDS), 'the stranger sees no preview, so that nothing is shown here');
    assert.match(String(headers['cache-control']), /no-store/);
    assert.ok(!page(await visit(path)).includes(WORDS), 'CloudFront kept the page of the stranger');
    return `${headers['cache-control']}; the next reader of the same address gets the page as it is`;
  });

  await check("staff see their toolbar on the site, and not inside the admin area's own frame", async () => {
    const { status, headers } = await visit('/?admin=1');
    assert.equal(status, 302);
    const [cookie = ''] = [headers['set-cookie'] ?? []].flat().map((one) => one.split(';')[0]);
    const asStaff = (destination: string) =>
      visit(pastTheCache('/'), { headers: { cookie, 'sec-fetch-dest': destination } });
    assert.match(page(await asStaff('document')), TOOLBAR);
    assert.doesNotMatch(page(await asStaff('iframe')), TOOLBAR, 'Sec-Fetch-Dest does not reach Ghost');
    return 'there in a document, not there in a frame';
  });
}

function page({ status, body }: Pick<Answer, 'status' | 'body'>): string {
  assert.equal(status, 200, body.toString().slice(0, 200));
  return body.toString();
}
