import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Merge, sideBySide } from './side-by-side.ts';

const MERGE: Merge = {
  title: 'Make room',
  outcome: 'live',
  diff: [{ file: 'gitops/a.yaml', lines: ['- memory: 1Gi', '+ memory: 2Gi'] }],
  before: { picture: Buffer.from('then'), facts: { Commit: 'aaa', Image: 'ghost:6' } },
  after: { picture: Buffer.from('now'), facts: { Commit: 'bbb', Image: 'ghost:6' } },
};

test('both pictures are in the page itself, so that it loads nothing', () => {
  const { html } = sideBySide(MERGE);
  const sources = [...html.matchAll(/src="data:image\/png;base64,([^"]+)"/g)].map(([, data = '']) =>
    Buffer.from(data, 'base64').toString(),
  );
  assert.deepEqual(sources, ['then', 'now']);
  assert.doesNotMatch(html, /https?:/);
});

test('a fact that has changed is marked, and on the side of after alone', () => {
  const { html } = sideBySide(MERGE);
  assert.deepEqual(html.match(/<td class="changed">[^<]*<\/td>/g), ['<td class="changed">bbb</td>']);
  assert.match(html, /<td>aaa<\/td>/);
});

test('removed and added lines of the diff stand below the name of their file', () => {
  const { html } = sideBySide(MERGE);
  assert.match(html, /<b>gitops\/a\.yaml<\/b><del>- memory: 1Gi<\/del><ins>\+ memory: 2Gi<\/ins>/);
});

test('text from the diff, the facts or the title is shown as it is, and never becomes HTML', () => {
  const text = '<img src="x" onerror="alert(1)"> & more';
  const { html } = sideBySide({
    title: text,
    outcome: text,
    diff: [{ file: text, lines: [`+ ${text}`] }],
    before: { picture: Buffer.of(), facts: { [text]: text } },
    after: { picture: Buffer.of(), facts: { [text]: text } },
  });
  assert.doesNotMatch(html, /<img src="x"/);
  const shown = html.split('&lt;img src=&quot;x&quot; onerror=&quot;alert(1)&quot;&gt; &amp; more').length - 1;
  assert.equal(shown, 9, 'the title twice, the outcome, the file, its line, and name and value on both sides');
});

test('the page is as high as what it holds: a line more makes it higher', () => {
  const longer = sideBySide({ ...MERGE, diff: [{ file: 'a', lines: ['+ one', '+ two', '+ three'] }] });
  assert.equal(longer.height - sideBySide(MERGE).height, 30);
  assert.ok(Number.isInteger(longer.height), 'Chromium takes whole pixels only');
});
