import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rehearseCommand } from '../../../cli/rehearse/command.ts';

const ghost = () => {
  const found = rehearseCommand().commands.find((command) => command.name() === 'ghost');
  assert.ok(found, 'onemerge rehearse has lost its command ghost');
  return found;
};

test('rehearse ghost says which sections there are', () => {
  for (const id of ['first-start', 'uploads', 'visit', 'mail', 'faults', 'strangers', 'load'])
    assert.match(ghost().helpInformation(), new RegExp(`"${id}"`));
});

test('rehearse ghost refuses a section that is not there before anything starts', async () => {
  const said: string[] = [];
  const command = ghost()
    .exitOverride()
    .configureOutput({ writeErr: (text) => void said.push(text) });
  await assert.rejects(command.parseAsync(['upload'], { from: 'user' }), /commander|invalid/i);
  assert.match(said.join(''), /'upload' is invalid .* Allowed choices are first-start, uploads,/);
});
