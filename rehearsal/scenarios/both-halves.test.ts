import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type BothHalves, bothHalves, DEPLOYMENT } from './both-halves.ts';

const FIRST = { branch: 'first', title: 'First', size: 't4g.large', memory: '1280Mi' };
const SECOND = { branch: 'second', title: 'Second', size: 't4g.xlarge', memory: '2Gi' };

/** What pull requests, one after the other, make of the Deployment. */
function deployment(...changes: BothHalves[]): string {
  const text = readFileSync(new URL(`../../${DEPLOYMENT}`, import.meta.url), 'utf8');
  return changes.reduce((before, change) => bothHalves(change).edits[DEPLOYMENT]?.(before) ?? '', text);
}

test("a pull request of both halves sets the containers' memory limit and labels the pod", () => {
  const text = deployment(FIRST);
  assert.match(text, /limits:\n +memory: 1280Mi\n/);
  assert.match(text, /template:\n +metadata:\n +labels:\n.*\n +example\.com\/change: first\n/);
  assert.match(text, /requests:\n +cpu: \S+\n +memory: 512Mi\n/, 'requests stay as they are');
});

test('a second one takes the place of the first', () => {
  assert.equal(deployment(FIRST, SECOND), deployment(SECOND));
});

test("it changes the database's class in the config", () => {
  const edit = bothHalves(SECOND).edits['onemerge.config.ts'];
  assert.equal(edit?.('"database": { "size": "t4g.small" }'), '"database": { "size": "t4g.xlarge" }');
});

test('what readers see of it is an override in the environment of both containers', () => {
  const text = deployment({ ...FIRST, look: { title: 'Say "so"', accent_color: '#1a7f37' } });
  assert.match(
    text,
    /env: &environment\n(?: {12}.+\n)+ {12}- \{ name: hostSettings__settingsOverrides__title, value: "Say \\"so\\"" \}\n/,
  );
  assert.match(text, /settingsOverrides__accent_color, value: "#1a7f37" \}\n {10}securityContext: &security/);
});
