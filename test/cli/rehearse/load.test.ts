import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rehearseCommand } from '../../../cli/rehearse/load.ts';
import { CommandError } from '../../../cli/shared/command-error.ts';

const notInstalled = async () => {
  throw Object.assign(new Error("Cannot find package 'yaml'"), { code: 'ERR_MODULE_NOT_FOUND' });
};

test('where only the product is installed, every other command works, and the help still names rehearse', async () => {
  const command = await rehearseCommand(['verify'], notInstalled);
  assert.equal(command.name(), 'rehearse');
  assert.match(command.description(), /on this machine/);
});

test('where only the product is installed, rehearse says what to install', async () => {
  await assert.rejects(rehearseCommand(['rehearse'], notInstalled), (error) => {
    assert.ok(error instanceof CommandError);
    assert.equal(error.report(), 'the packages of the rehearsal are not installed\n  help: npm ci');
    return true;
  });
});

test('an error of the harness itself is not taken for a missing package', async () => {
  const broken = async () => Promise.reject(new SyntaxError('unexpected token'));
  await assert.rejects(rehearseCommand(['rehearse'], broken), SyntaxError);
});

test('the options of rehearse are shown by its help, whichever way that is asked for', async () => {
  for (const typed of [['rehearse'], ['help', 'rehearse']]) {
    assert.match((await rehearseCommand(typed)).helpInformation(), /--until/);
  }
});
