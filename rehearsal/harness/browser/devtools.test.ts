import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { DevTools } from './devtools.ts';

/** A browser that says what a test has it say. */
function browser() {
  const [commands, messages] = [new PassThrough(), new PassThrough()];
  const tools = new DevTools(commands, messages);
  const asked = () => JSON.parse(String(commands.read()).replace(/\0$/, ''));
  const says = (...texts: string[]) => {
    for (const text of texts) messages.write(text);
  };
  return { tools, asked, says, end: () => messages.destroy() };
}

describe('commands to a browser', () => {
  test('get their own answers, in whatever pieces and order these come', async () => {
    const { tools, asked, says } = browser();
    const first = tools.send('Page.enable', {}, 'session');
    assert.deepEqual(asked(), { id: 1, method: 'Page.enable', params: {}, sessionId: 'session' });
    const second = tools.send('Target.createTarget', { url: 'about:blank' });
    says('{"id":2,"result":{"targetId":"t"}}\0{"id":1,', '"result":{}}\0');
    assert.deepEqual(await Promise.all([first, second]), [{}, { targetId: 't' }]);
  });

  test('may be followed by an event', async () => {
    const { tools, says } = browser();
    const loaded = tools.event('Page.loadEventFired');
    says('{"method":"Page.frameNavigated"}\0{"method":"Page.loadEventFired"}\0');
    await loaded;
  });

  test('fail with the words of the browser, or because it has ended', async () => {
    const { tools, says, end } = browser();
    const refused = tools.send('Page.navigat');
    says(`{"id":1,"error":{"message":"'Page.navigat' wasn't found"}}\0`);
    await assert.rejects(refused, /^Error: Page\.navigat: 'Page\.navigat' wasn't found$/);
    const waiting = tools.event('Page.loadEventFired');
    end();
    await assert.rejects(waiting, /the browser has ended/);
  });

  test('fail when their time is up', async () => {
    const { tools } = browser();
    const waiting = tools.send('Page.enable');
    tools.end(new Error('took longer than 60 s'));
    await assert.rejects(waiting, /took longer than 60 s/);
  });
});
