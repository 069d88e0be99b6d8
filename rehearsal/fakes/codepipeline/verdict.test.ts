import assert from 'node:assert/strict';
import { test } from 'node:test';
import { report } from '../../../cli/verify/report/table.ts';
import { facts, factsOf, factsOfPod, LATER, source } from '../../../test/cli/verify/facts.ts';
import { outcome } from '../../../test/cli/verify/report/outcome.ts';
import { verdictIn } from './verdict.ts';

/** A build's log whose last command was the verdict. */
const logOf = (observed: Parameters<typeof outcome>[0]) =>
  `✅  Ghost\n[Container] Running command npx onemerge verify\n[5 s after the merge] ok GitRepository\n\n${report(outcome(observed), (_style, text) => text)}\n[Container] Phase complete: BUILD State: SUCCEEDED\n`;

test('the last line of every verdict is found in the log of its build', () => {
  const unread = { error: 'AccessDenied', help: 'sign in', finalAfterSeconds: 0 };
  for (const [observed, words] of [
    [facts(), /^ccccccc is live: infrastructure live 1 m 00 s after the merge, workload live/],
    [factsOf({ source: source({ revision: LATER }) }), /^ccccccc is superseded by ddddddd/],
    [factsOfPod({ ready: false }), /^ccccccc is not live: /],
    [facts({ cluster: unread }), /^Whether ccccccc is live is unknown: /],
  ] as const) {
    assert.match(verdictIn(logOf(observed)) ?? 'none', words);
  }
});

test('a build that ended before the verdict has none', () => {
  assert.equal(verdictIn('npm error code EUSAGE\n[Container] Phase complete: INSTALL State: FAILED\n'), undefined);
});
