import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Authority } from '../../sandbox/authority.ts';
import { type Chat, startChat } from './server.ts';

const PATH = '/services/T0/B0/xyz';
let folder: string;
let ca: string;
let chat: Chat;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onemerge-test-'));
  const authority = await Authority.create(folder, 'test');
  ca = await readFile(authority.certificate, 'utf8');
  const certificate = await authority.issue('chat', { commonName: 'chat', hosts: ['127.0.0.1'] });
  chat = await startChat('127.0.0.1', 0, PATH, certificate);
});
after(async () => {
  chat.close();
  await rm(folder, { recursive: true, force: true });
});

/** Posts a body, and returns the status. */
async function posted(body: object, path = PATH): Promise<number> {
  return await new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: chat.port, path, method: 'POST', ca };
    const call = request(options, (response) => resolve(response.resume().statusCode ?? 0));
    call.on('error', reject);
    call.end(JSON.stringify(body));
  });
}

describe('a chat', () => {
  beforeEach(() => {
    chat.received.length = 0;
    chat.broken = undefined;
  });

  test('takes the text of a message', async () => {
    assert.equal(await posted({ text: 'hello' }), 200);
    assert.deepEqual(chat.received, ['hello']);
  });

  test('takes no message without a text, as Slack', async () => {
    assert.equal(await posted({ attachments: [] }), 400);
    assert.deepEqual(chat.received, []);
  });

  test('takes no message at another address', async () => {
    assert.equal(await posted({ text: 'hello' }, '/services/T0/B0/guessed'), 404);
  });

  test('takes nothing while it is broken', async () => {
    chat.broken = 500;
    assert.equal(await posted({ text: 'hello' }), 500);
    assert.deepEqual(chat.received, []);
  });
});
