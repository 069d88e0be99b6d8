import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import { judge } from '../../../../cli/verify/judge/judge.ts';
import { PlainProgress } from '../../../../cli/verify/report/progress.ts';
import { failureReport, report } from '../../../../cli/verify/report/table.ts';
import { facts } from '../facts.ts';
import { outcome } from './outcome.ts';

const plain = (_style: string, text: string) => text;
const unread = (error: string, help = 'aws sso login') => ({ error, help, finalAfterSeconds: 0 });
const NONE = unread('No AWS credentials: none found');
const times = (text: string, words: string) => text.split(words).length - 1;

describe('what keeps several things from being read', () => {
  const nothing = facts({ infrastructure: NONE, cluster: NONE, reader: NONE });

  test('is told once with its help, and names them all', () => {
    const text = report(outcome(nothing), plain);
    assert.equal(times(text, 'help: aws sso login'), 1);
    assert.match(text, /^reading stacks, cluster, blog: unreadable\n {2}No AWS credentials: none found$/m);
    assert.match(text, /^stacks, cluster, blog +an answer +No AWS/m);
    assert.match(text, /is live is unknown: reading stacks, cluster, blog: No AWS credentials: none found\.$/);
  });

  test('is one line of the progress', () => {
    const out = new PassThrough();
    new PlainProgress(out as unknown as NodeJS.WriteStream).seen(nothing, judge(nothing));
    assert.match(
      String(out.read()),
      /^\[.* after the merge\] \.\. stacks, cluster, blog: No AWS credentials: [^\n]*\n$/,
    );
  });

  test('is told once at the end of a failed build', () => {
    assert.equal(times(failureReport(judge(nothing).problems, plain), 'help: '), 1);
  });

  test('is told of each where it differs, and so is what helps', () => {
    const cluster = unread('No AWS credentials: none found', 'kubectl get nodes');
    const text = report(outcome(facts({ infrastructure: NONE, cluster, reader: unread('no route') })), plain);
    for (const name of ['stacks', 'cluster', 'blog'])
      assert.match(text, new RegExp(`^reading ${name}: unreadable$`, 'm'));
  });
});
