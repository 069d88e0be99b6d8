import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ghostSubject, type Subject } from './subjects.ts';

test('the report of Ghost alone says whether its image was the official one', () => {
  const rebuilt = ({ notProven }: Pick<Subject, 'notProven'>) =>
    notProven.some((limit) => /official image/.test(limit));
  const image = 'public.ecr.aws/docker/library/ghost:6.0.0';
  assert.equal(rebuilt(ghostSubject('abc', image, {})), true);
  assert.equal(rebuilt(ghostSubject('abc', image, { 'public.ecr.aws': 'https://public.ecr.aws' })), false);
});
