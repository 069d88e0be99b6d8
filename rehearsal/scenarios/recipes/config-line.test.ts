import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addField, setField } from './config-line.ts';

const CONFIG = `defineConfig({
  "blog": {
    "ownerEmail": "owner@example.com"
  },
  "protection": "on"
});`;

test("a document's line takes the place of the field that it sets", () => {
  const blog = setField(CONFIG, "blog: { ownerEmail: 'a@example.com', mailSecretArn: 'arn' },\n");
  assert.match(blog, /^ {2}blog: \{ ownerEmail: 'a@example.com', mailSecretArn: 'arn' \},\n {2}"protection": "on"$/m);
  assert.match(setField(CONFIG, "protection: { off: 'why' },\n"), /\},\n {2}protection: \{ off: 'why' \},\n\}\);$/);
});

test('a line for a field that the config leaves to its default is added', () => {
  const line = "services: { hello: { path: '/hello/*', port: 8080 } },\n";
  assert.equal(setField(CONFIG, line), CONFIG.replace('defineConfig({\n', `defineConfig({\n  ${line}`));
});

test('a line that sets no field of the config is told', () => {
  assert.throws(() => setField(CONFIG, 'mail: true,\n'), {
    name: 'RehearsalError',
    message: "the rehearsal's config has no field that this line sets: mail: true,",
    help: 'write the line of the document as onemerge.config.ts has it, or add the field to the config of the rehearsal',
  });
});

test('a line that sets a field that the config does not have is added', () => {
  assert.match(
    addField(CONFIG, "chat: { format: 'slack' },\n"),
    /^defineConfig\(\{\n {2}chat: \{ format: 'slack' \},\n {2}"blog": \{/,
  );
});
