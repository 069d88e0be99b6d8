import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { z } from 'zod';
import { cdkContext } from '../../../cli/shared/cdk-context.ts';
import { buildApp } from '../../../lib/app.ts';
import { type Config, configSchema } from '../../../lib/config/config.ts';
import { ConfigError } from '../../../lib/config/config-error.ts';
import { parseConfig } from '../../../lib/config/parse.ts';
import { FIELDS, nearlyRight, whollyWrong } from '../../support/config-arbitraries.ts';
import { fieldsOf } from '../../support/config-fields.ts';
import { outdir } from '../../support/fixtures.ts';

// npm run fuzz: longer, by hand, and with another seed each time, which a failure prints. FUZZ_RUNS says how many runs.

const BY_HAND = process.env.FUZZ_RUNS !== undefined;
const RUNS = Number(process.env.FUZZ_RUNS ?? 2000);
/** Apps that are synthesized and validated, at seconds each. */
const APPS = BY_HAND ? Math.ceil(RUNS / 20_000) : 1;
const SETTINGS = { numRuns: RUNS, endOnFailure: true, ...(BY_HAND ? {} : { seed: 20_261_126 }) };

const LINE = /^onemerge\.config\.ts: (the default export|[\w$[-][^\n]*?) (is missing|is [^\n]+?): \S[^\n]*$/;

/** The config that an input gives, or the lines that it is refused with. */
function outcome(input: unknown): Config | string[] {
  try {
    return parseConfig(input);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n');
  }
}

function isTold(input: unknown): void {
  const found = outcome(input);
  if (!Array.isArray(found)) return;
  assert.ok(found.length > 0, 'refused without a word');
  for (const line of found) {
    assert.match(line, LINE);
    assert.ok(line.length < 700, `a line of ${line.length} characters: ${line}`);
    assert.doesNotMatch(line, /\p{Cc}|[\p{Zl}\p{Zp}]|\[object Object\]|undefined: /u);
  }
}

describe('any input, however wrong, is accepted or told line by line with its field', () => {
  test('values of every kind, anywhere', () => fc.assert(fc.property(whollyWrong, isTold), SETTINGS));

  test('values that are nearly right', () => fc.assert(fc.property(nearlyRight, isTold), SETTINGS));

  test('of every field', () => {
    const leaves = fieldsOf(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }));
    const missing = leaves.filter((field) => !FIELDS.some((one) => one === field || one.startsWith(`${field}.`)));
    assert.deepEqual(missing, [], 'add it to NEAR in test/support/config-arbitraries.ts');
  });
});

describe('a config that is accepted', () => {
  const accepted = fc
    .sample(nearlyRight, { numRuns: RUNS, ...(BY_HAND ? {} : { seed: SETTINGS.seed }) })
    .filter((input) => !Array.isArray(outcome(input)));

  test('is among those that are tried, many times', () => assert.ok(accepted.length > RUNS / 20, `${accepted.length}`));

  for (const [index, input] of accepted.slice(-APPS).entries()) {
    test(`passes the validation of the CDK: ${index}`, () => {
      const app = new App({ context: cdkContext(), outdir: outdir(), autoSynth: false });
      buildApp(app, parseConfig(input));
      assert.doesNotThrow(() => app.synth(), JSON.stringify(input));
    });
  }
});
