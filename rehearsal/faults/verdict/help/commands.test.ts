import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAUSES_WITH_HELP } from '../../../../test/support/causes.ts';
import { commandsInMessages } from '../../../../test/support/message-commands.ts';
import { commandsIn } from './commands.ts';

const lines = (help: string) => commandsIn(help).map(({ program, words }) => [program, ...words].join(' '));

test('a command ends with its clause, and another one may follow', () => {
  assert.deepEqual(lines('npx cdk diff Ghost, then npx cdk deploy Ghost'), [
    'npx cdk diff Ghost',
    'npx cdk deploy Ghost',
  ]);
  assert.deepEqual(lines('wait: kubectl -n ghost logs pod/a --follow; check the secret'), [
    'kubectl -n ghost logs pod/a --follow',
  ]);
  assert.deepEqual(lines('did somebody rewrite the branch? git log --oneline --all'), ['git log --oneline --all']);
});

test('an address is one word, and what is quoted too', () => {
  assert.deepEqual(commandsIn('curl --verbose https://blog.example.com'), [
    { program: 'curl', words: ['--verbose', 'https://blog.example.com'] },
  ]);
  assert.deepEqual(commandsIn(`kubectl patch configmap a --patch '{"data":{"b":null,"c":"d e"}}'`), [
    { program: 'kubectl', words: ['patch', 'configmap', 'a', '--patch', '{"data":{"b":null,"c":"d e"}}'] },
  ]);
});

test('what is no command is none', () => {
  assert.deepEqual(lines('undo the change, or give the object a new name in the manifest: Flux then prunes it'), []);
});

test('every command that the tests of messages find in a cause is found here as well', () => {
  for (const { cause, help } of CAUSES_WITH_HELP) {
    const known = commandsInMessages(`help: '${help.replaceAll("'", '')}'`).map(({ program }) => program);
    const found = commandsIn(help).map(({ program }) => program);
    for (const program of known) assert.ok(found.includes(program), `${cause}: ${help}`);
  }
});
