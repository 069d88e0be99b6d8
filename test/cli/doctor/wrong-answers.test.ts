import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { post } from '../../../cli/announce/post.ts';
import { openRegistry } from '../../../cli/doctor/registry/registry.ts';
import { visit } from '../../../cli/doctor/visit.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';
import { startServer } from '../../support/answering.ts';
import { WRONG_ANSWERS } from '../../support/wrong-answers.ts';

/** Registries say so in words, or with nothing but the status. */
const NOT_THERE = ['a 401 with nothing in it', 'a 403 with nothing in it', 'a 404 with nothing in it'];

describe('something that answers in the place of a registry', () => {
  for (const [answer, listener] of Object.entries(WRONG_ANSWERS).filter(([name]) => !NOT_THERE.includes(name)))
    test(`says nothing about an image: ${answer}`, async (t) => {
      const url = await startServer(t, listener);
      const { host } = new URL(url);
      const registry = openRegistry((input, init) => fetch(String(input).replace('https://', 'http://'), init));
      const said = await registry.platforms(`${host}/team/web:1.0.0`).catch((error: unknown) => error);
      assert.ok(said instanceof CommandError, `it was believed: ${said}; let cli/doctor/registry refuse it`);
      assert.match(said.message, /^[^\n<✖]*registry [^\n<✖]* (is none|answered|cannot be reached): \S|answered \d/);
      assert.match(said.help, /check the network/);
    });
});

describe('a page that nobody gives', () => {
  for (const answer of ['no answer, and the connection closed', 'another protocol', 'a 407 of a proxy'])
    test(`has a reason: ${answer}`, async (t) => {
      const url = await startServer(t, WRONG_ANSWERS[answer] ?? (() => undefined));
      await assert.rejects(visit(url), /^Error: http:\S+ cannot be reached: (?!fetch failed)\S/);
    });
});

describe('a chat', () => {
  const posting = (url: string) => post('https://chat.example.com/x', {}, (_, init) => fetch(url, init));

  for (const answer of ['a page', 'a page that is called JSON'])
    test(`was not told when a portal took the message: ${answer}`, async (t) => {
      const url = await startServer(t, WRONG_ANSWERS[answer] ?? (() => undefined));
      await assert.rejects(posting(url), /a page answered in the place of the chat \(Welcome to the hotel\)/);
    });

  test('was told when it took the message, though it breaks off while it says so', async (t) => {
    const url = await startServer(t, WRONG_ANSWERS['an answer that breaks off'] ?? (() => undefined));
    await assert.doesNotReject(posting(url));
  });
});
