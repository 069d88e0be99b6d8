import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, test } from 'node:test';
import type { Facts } from '../../../../cli/verify/facts.ts';
import { judge } from '../../../../cli/verify/judge/judge.ts';
import { toJson } from '../../../../cli/verify/report/json.ts';
import { LiveProgress, PlainProgress } from '../../../../cli/verify/report/progress.ts';
import { report } from '../../../../cli/verify/report/table.ts';
import { duration } from '../../../../cli/verify/report/times.ts';
import { after, deployment, facts, factsOf, factsOfPod, kustomization, LATER, root, source, stack } from '../facts.ts';
import { outcome } from './outcome.ts';

const plain = (_style: string, text: string) => text;
const lastLine = (text: string) => text.split('\n').at(-1);

describe('the report', () => {
  test('shows for each part what was wanted, what was found, and the time since the merge', () => {
    const text = report(outcome(facts()), plain);
    assert.match(text, /^part +wanted +found +since merge$/m);
    assert.match(text, /^GitRepository flux-system\/flux-system +ccccccc +ccccccc, ready +2 s$/m);
    assert.match(text, /^stack example-ghost +complete, this template +UPDATE_COMPLETE, the same template +1 m 00 s$/m);
  });

  test('ends with how long each half took', () => {
    const text = report(outcome(facts()), plain);
    assert.equal(
      lastLine(text),
      'ccccccc is live: infrastructure live 1 m 00 s after the merge, workload live 10 s after the merge.',
    );
  });

  test('counts from the promotion where commits are promoted, whose merge was long before', () => {
    const text = report(outcome(facts({ promoted: true })), plain);
    assert.match(text, /^part +wanted +found +since promotion$/m);
    assert.match(lastLine(text) ?? '', /1 m 00 s after the promotion, workload live 10 s after the promotion\.$/);
  });

  test('calls a half unchanged when it was so before the merge', () => {
    const infrastructure = { value: { stacks: [stack({ at: after(-3600) })] } };
    const text = report(outcome(facts({ infrastructure })), plain);
    assert.match(text, /^stack example-ghost .* unchanged$/m);
    assert.match(lastLine(text) ?? '', /infrastructure unchanged, workload live/);
  });

  test('of a failure gives the object, its events, its log, the cause and the command that helps', () => {
    const logs = ['prepare: no database yet (ECONNREFUSED); trying again'];
    const events = [{ at: after(5), reason: 'Started', message: 'Started container prepare' }];
    const text = report(outcome(factsOfPod({ logs, events })), plain);
    assert.match(text, /^Pod ghost\/ghost-5d8f6c7b9-x2x2x: database unreachable$/m);
    assert.match(text, /^ {4}\S+ Started: Started container prepare$/m);
    assert.match(text, /^ {4}prepare: no database yet/m);
    assert.match(text, /^ {2}help: kubectl --namespace ghost logs pod\/ghost-5d8f6c7b9-x2x2x/m);
    assert.equal(lastLine(text), 'ccccccc is not live: database unreachable (Pod ghost/ghost-5d8f6c7b9-x2x2x).');
  });

  test('names the commit that took over', () => {
    const text = report(outcome(factsOf({ source: source({ revision: LATER }) })), plain);
    assert.match(lastLine(text) ?? '', /^ccccccc is superseded by ddddddd/);
  });

  test('says what was still waited for when time was up and nothing is known to be wrong', () => {
    const observed = factsOf({ kustomizations: [root(), kustomization({ attempted: LATER, conditions: [] })] });
    const text = report(outcome(observed), plain);
    assert.match(lastLine(text) ?? '', /still waiting for Kustomization flux-system\/ghost: ccccccc, no status yet\.$/);
  });

  test('says what could not be read', () => {
    const cluster = { error: 'connect ETIMEDOUT', help: 'run the command again', finalAfterSeconds: 0 };
    assert.match(
      lastLine(report(outcome(facts({ cluster })), plain)) ?? '',
      /unknown: reading cluster: connect ETIMEDOUT/,
    );
  });

  test('repeats that Flux was asked to reconcile', () => {
    assert.match(report(outcome(facts(), ['asked it to reconcile.']), plain), /^asked it to reconcile\.$/m);
  });
});

describe('the JSON', () => {
  test('holds state, exit code, times of both halves and every part', () => {
    const document = JSON.parse(toJson(outcome(facts())));
    assert.equal(document.state, 'live');
    assert.equal(document.exitCode, 0);
    assert.equal(document.summary, lastLine(report(outcome(facts()), plain)));
    assert.deepEqual(document.secondsSinceMerge, { infrastructure: 60, workload: 10 });
    assert.deepEqual(document.parts[0], {
      half: 'infrastructure',
      name: 'stack example-network',
      wanted: 'complete, this template',
      found: 'UPDATE_COMPLETE, the same template',
      state: 'live',
      secondsSinceMerge: 60,
    });
  });

  test('holds the exit code of each state', () => {
    const code = (observed: Facts) => JSON.parse(toJson(outcome(observed))).exitCode;
    const unread = { error: 'no answer', help: '', finalAfterSeconds: 0 };
    assert.equal(code(factsOf({ source: source({ revision: LATER }) })), 0);
    assert.equal(code(factsOf({ deployments: [deployment({ updated: 0 })] })), 1);
    assert.equal(code(facts({ cluster: unread })), 2);
  });
});

describe('progress', () => {
  function written(): { stream: NodeJS.WriteStream; text: () => string } {
    const stream = new PassThrough().setEncoding('utf8');
    return { stream: stream as unknown as NodeJS.WriteStream, text: () => String(stream.read() ?? '') };
  }
  const waiting = (seconds: number) =>
    factsOf({ deployments: [deployment({ updated: 0, available: 0 })] }, { observedAt: after(seconds) });

  test('in a log is a line for each change, with the time since the merge', () => {
    const { stream, text } = written();
    const progress = new PlainProgress(stream);
    progress.seen(waiting(10), judge(waiting(10)));
    text();
    progress.seen(waiting(12), judge(waiting(12)));
    assert.equal(text(), '');
    progress.seen(facts({ observedAt: after(14) }), judge(facts()));
    assert.equal(text(), '[14 s after the merge] ok Deployment ghost/ghost: 1 new, 1 available\n');
  });

  test('in a log says now and then what is waited for', () => {
    const { stream, text } = written();
    const progress = new PlainProgress(stream);
    progress.seen(waiting(10), judge(waiting(10)));
    text();
    progress.seen(waiting(41), judge(waiting(41)));
    assert.equal(text(), '[41 s after the merge] .. still waiting for Deployment ghost/ghost\n');
  });

  test('on a terminal is drawn again in place, and gone in the end', () => {
    const { stream, text } = written();
    const progress = new LiveProgress(stream);
    progress.seen(waiting(10), judge(waiting(10)));
    assert.match(text(), /^9 of 10 parts live, 10 s after the merge\n {2}Deployment ghost\/ghost: /);
    progress.seen(facts(), judge(facts()));
    const end = text();
    assert.ok(end.includes('[J10 of 10 parts live'), end);
    assert.ok(end.endsWith('[1A\u001b[J'), end);
  });
});

describe('durations', () => {
  test('are short', () => {
    assert.deepEqual([400, 12_000, 185_000, 3_720_000].map(duration), ['0 s', '12 s', '3 m 05 s', '1 h 02 m']);
  });
});
