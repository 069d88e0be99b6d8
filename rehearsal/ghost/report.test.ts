import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Report } from './report.ts';

describe('the report of a run', () => {
  it('goes on after a failure, says what failed and why, and counts', async () => {
    const lines: string[] = [];
    const report = new Report((line) => lines.push(line));
    assert.equal(await report.check('uploads survive', () => Promise.reject(new Error('picture.png is gone'))), false);
    assert.equal(await report.check('the page answers', async () => '200'), true);
    assert.match(lines[0] ?? '', /FAIL {2}uploads survive .*picture\.png is gone/);
    assert.match(lines[1] ?? '', /ok {4}the page answers .*200/);
    assert.equal(report.summary(), '1 passed, 1 failed');
  });
});
