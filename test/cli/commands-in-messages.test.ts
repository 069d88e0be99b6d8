import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { advice } from '../support/command-rules.ts';
import { ROOT } from '../support/documents.ts';
import { commandsInMessages } from '../support/message-commands.ts';

const SOURCES = ['bin', 'cli', 'lib', 'rehearsal'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('node_modules')),
);

const adviceOn = (source: string) => commandsInMessages(source).map(advice);

describe('every command that a message names can be followed', () => {
  for (const file of SOURCES.sort()) {
    const commands = commandsInMessages(readFileSync(join(ROOT, file), 'utf8'));
    if (commands.length === 0) continue;
    test(`in ${file}`, () => {
      for (const command of commands) {
        const line = [command.program, ...command.words].join(' ');
        const wrong = advice(command);
        assert.equal(wrong, undefined, `${file} names \`${line}\`: ${wrong}`);
      }
    });
  }
});

describe('a command that cannot be followed is found', () => {
  for (const [message, expected] of [
    ["help: 'npx onemerge lokc, and commit the result'", /unknown command lokc/],
    ["help: 'mend it: npx onemerge rehearse --untill deploy'", /unknown option '--untill'/],
    ["help: 'npx onemerge connect again'", /too many arguments/],
    ['help: `npx cdk deploy example-ghost`', /no stack example-ghost: write a construct id/],
    ["help: 'npx cdk depoly Ghost'", /no command of the CDK/],
    ["help: 'see: npm run chekc'", /package\.json has no script chekc/],
    ["help: 'aws codepipeline start-pipeline-execution --name <pipeline>'", /fill in <pipeline>/],
    ["help: 'aws eks describe-cluster --name blog'", /name the region/],
    ["help: 'aws eks describe-cluster --region eu-west-1'", /name --name, without which aws refuses it/],
    ["help: 'aws eks describe-cluster --region eu-west-1 --cluster-name blog --name x'", /takes no --cluster-name/],
    ["help: 'aws sso login signs in'", /takes no signs: end the clause/],
    ["help: 'aws configure list-profile'", /aws configure list-profile: correct it/],
    ["help: 'kubectl get pods --all-namespace'", /kubectl get takes no --all-namespace/],
    ["help: 'flux reconcile source git blog --namspace x'", /flux reconcile takes no --namspace/],
    ["help: 'git fetch --unshalow'", /git fetch takes no --unshalow/],
    ["help: 'git status it'", /git status takes no it: end the clause/],
    ["help: 'first this; kubectl -n flux-system describ pods'", /kubectl describ: correct it/],
  ] as const) {
    test(message, () => assert.match(adviceOn(message).join() || 'nothing found', expected));
  }

  test('behind a value that is put in, and behind another command', () => {
    const source = ['const help = `look at ', '{file}; npx cdk diff Ghost, then npx cdk deploy ghost`;'].join('$');
    assert.deepEqual(commandsInMessages(source).map(advice), [
      undefined,
      advice({ program: 'npx cdk', words: ['deploy', 'ghost'] }),
    ]);
  });

  test('but not in a comment', () => {
    assert.deepEqual(adviceOn("// then npx cdk deploy ghost\n/* 'npx onemerge lock' */ const it = 1;"), []);
  });
});
