import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { Authority } from '../../sandbox/authority.ts';
import { MailServer } from './server.ts';

let folder: string;
let service: MailServer;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onemerge-test-'));
  const authority = await Authority.create(folder, 'test');
  service = await MailServer.open(
    '127.0.0.1',
    0,
    await authority.issue('mail', { commonName: 'mail', hosts: ['127.0.0.1'] }),
  );
});
after(async () => {
  service.close();
  await rm(folder, { recursive: true, force: true });
});

/** Says lines and returns the last line of each answer. */
async function talk(socket: Socket, lines: readonly string[]): Promise<string[]> {
  const answers: string[] = [];
  const reader = createInterface({ input: socket });
  const heard = reader[Symbol.asyncIterator]();
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    let answer: string;
    do answer = (await heard.next()).value ?? '';
    while (answer[3] === '-');
    answers.push(answer);
  }
  reader.close();
  return answers;
}

const PASSWORD = `AUTH PLAIN ${Buffer.from('\0ghost\0secret').toString('base64')}`;
const greeting = (socket: Socket) => new Promise((resolve) => socket.once('data', resolve));

test('a password is taken over an encrypted connection only, and then a message', async () => {
  const plain = connect({ host: '127.0.0.1', port: service.port });
  await greeting(plain);
  const [offer, , refused] = await talk(plain, ['EHLO me', PASSWORD, 'MAIL FROM:<a@example.com>']);
  assert.equal(offer, '250 STARTTLS');
  assert.match(refused ?? '', /^530 /, 'a password must not count before the connection is encrypted');
  plain.end();

  const socket = connect({ host: '127.0.0.1', port: service.port });
  await greeting(socket);
  await talk(socket, ['EHLO me', 'STARTTLS']);
  const encrypted = connectTls({ socket, rejectUnauthorized: false });
  const message = ['DATA', 'Subject: 123456 is your code\r\n\r\nHello\r\n.'];
  const answers = await talk(encrypted, ['EHLO me', PASSWORD, 'MAIL FROM:<a@b.c>', 'RCPT TO:<d@e.f>', ...message]);
  assert.match(answers.at(-1) ?? '', /^250 /);
  const { text, ...rest } = service.received[0] ?? { text: '' };
  assert.deepEqual(rest, { user: 'ghost', password: 'secret', from: 'a@b.c', to: 'd@e.f' });
  assert.match(text, /^Subject: 123456 is your code\n\nHello\n$/);
  encrypted.destroy();
});
