import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { type App, Validations } from 'aws-cdk-lib';
import type { RuleAt } from '../cli/review/facts.ts';
import { acceptedIn, needless, unexplained } from '../scanners/accepted.ts';
import { BLOGS, type Blog } from '../scanners/blogs.ts';
import { nagFindings, scannedApp } from '../scanners/nag.ts';
import { packOf } from '../scanners/packs.ts';
import { readDocument } from './support/documents.ts';

/** The same app as if nobody had acknowledged anything. */
function defineUnacknowledged(overrides: Blog): App {
  const { mock: silenced } = mock.method(Validations.prototype, 'acknowledge', () => undefined);
  try {
    return scannedApp(overrides);
  } finally {
    silenced.restore();
  }
}

/** Every acknowledgement of this project; the CDK makes a few of its own, but not through lib/acknowledge.ts. */
function acknowledgements(app: App): RuleAt[] {
  return app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .filter(({ trace = [] }) => trace.some((line) => line.includes('acknowledge.ts')))
      .flatMap(({ data }) => Object.keys(data as object).map((rule) => ({ rule, path: node.path }))),
  );
}

const matches = (acknowledged: RuleAt, found: RuleAt): boolean =>
  acknowledged.rule.endsWith(found.rule) && `${found.path}/`.startsWith(`${acknowledged.path}/`);

/** What HIPAA.Security and NIST.800-53.R5 report for these blogs. */
const ofPacks: RuleAt[] = [];

for (const [title, overrides] of Object.entries(BLOGS)) {
  describe(`the findings for ${title}`, () => {
    const app = scannedApp(overrides);

    test('are all acknowledged, each with a reason at its construct', () => {
      const help = 'fix the finding, or acknowledge it where it is made, with a reason that a reviewer would accept';
      const found = nagFindings(app);
      ofPacks.push(...found.filter(packOf));
      assert.deepEqual(
        found.filter((finding) => !packOf(finding)),
        [],
        help,
      );
    });

    test('leave no acknowledgement over', () => {
      const acknowledged = acknowledgements(app);
      assert.ok(acknowledged.length > 20, 'no acknowledgements were found: did the CDK change where it keeps them?');
      const found = nagFindings(defineUnacknowledged(overrides));
      const unused = acknowledged.filter(
        (acknowledgement) => !found.some((finding) => matches(acknowledgement, finding)),
      );
      assert.deepEqual(unused, [], 'remove the acknowledgement: it matches nothing');
    });
  });
}

describe('the findings of HIPAA.Security and NIST.800-53.R5', () => {
  const accepted = acceptedIn(readDocument('docs/findings.md'), 'Templates');

  test('each have a reason in docs/findings.md', () => {
    assert.ok(ofPacks.length > 100, `${ofPacks.length} findings only: were the packs asked?`);
    const help = 'mend it, or write into docs/findings.md why it stays, so that a reviewer would accept it';
    assert.deepEqual(unexplained(ofPacks, accepted), [], help);
  });

  test('leave no reason over', () => {
    // What checkov reports as well, `npm run findings` looks at: it runs checkov.
    const ofPacksOnly = accepted.filter(({ rules }) => rules.every((rule) => !rule.startsWith('CKV_')));
    assert.deepEqual(needless(ofPacks, ofPacksOnly), [], 'remove it from docs/findings.md: nothing is found there');
  });
});
