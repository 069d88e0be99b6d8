import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { messageBody } from '../../../cli/announce/message.ts';

const news = (changes: object = {}) => ({ good: true, headline: '3f2a9c8 is live.', details: [], ...changes });
const LINKS = [{ title: 'commit', url: 'https://github.com/o/r/commit/3f2a9c8' }];

describe('a message', () => {
  test('for Slack is one text', () => {
    assert.deepEqual(messageBody('slack', 'my-blog', news(), LINKS), {
      text: '✅ my-blog: 3f2a9c8 is live.\n<https://github.com/o/r/commit/3f2a9c8|commit>',
    });
  });

  test('for Slack mentions nobody, whatever an error quotes', () => {
    const body = messageBody('slack', 'my-blog', news({ details: ['<!channel> & <@U1>'] }), []);
    assert.match(JSON.stringify(body), /&lt;!channel&gt; &amp; &lt;@U1&gt;/);
  });

  test('for Teams is an adaptive card, with the links as its buttons', () => {
    const body = messageBody('teams', 'my-blog', news({ good: false, details: ['what', 'help'] }), LINKS);
    const [{ contentType, content }] = (
      body as { attachments: [{ contentType: string; content: Record<string, unknown> }] }
    ).attachments;
    assert.equal(contentType, 'application/vnd.microsoft.card.adaptive');
    assert.deepEqual(
      (content.body as { text: string }[]).map(({ text }) => text),
      ['❌ my-blog: 3f2a9c8 is live.', 'what', 'help'],
    );
    assert.deepEqual(content.actions, [{ type: 'Action.OpenUrl', ...LINKS[0] }]);
  });

  test('for Teams holds no link but its own', () => {
    const body = messageBody('teams', 'my-blog', news({ details: ['[click](https://evil.example)'] }), []);
    assert.ok(JSON.stringify(body).includes(String.raw`\\[click\\](https`), JSON.stringify(body));
  });

  test('stays short, and each of its lines one line', () => {
    const body = messageBody('slack', 'my-blog', news({ details: [`a\nb ${'x'.repeat(2000)}`] }), []);
    const [, line = ''] = (body as { text: string }).text.split('\n');
    assert.match(line, /^> a b x+…$/);
    assert.ok(line.length <= 602, String(line.length));
  });
});
