import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

describe('docs/first-deploy.md', () => {
  const document = read('docs/first-deploy.md').replaceAll('\\*', '*');
  const references = [...document.matchAll(/([a-z-]+): _(.+?)_(?=\s*\||; )/g)];

  test('names a test for what it asks AWS to prove', () => {
    assert.ok(references.length > 15, `found ${references.length} references only`);
  });

  for (const [, file = '', name = ''] of references) {
    test(`refers to a test of ${file} that exists: ${name}`, () => {
      const [start = ''] = name.split('/');
      const found = [`test/lib/${file}.test.ts`, `test/${file}.test.ts`].find((at) =>
        existsSync(new URL(`../${at}`, import.meta.url)),
      );
      assert.ok(found && read(found).includes(start.trim()), `rename it in docs/first-deploy.md, or put the test back`);
    });
  }
});

describe('links between documents', () => {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    'rehearsal/README.md',
    'rehearsal/fakes/aws/README.md',
    'rehearsal/sandbox/README.md',
    'docs/first-deploy.md',
    ...readdirSync(new URL('../docs/decisions', import.meta.url)).map((name) => `docs/decisions/${name}`),
  ];
  for (const document of documents) {
    test(`of ${document} lead somewhere`, () => {
      const targets = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
      const broken = targets.filter(
        (target) => !existsSync(new URL(target, new URL(`../${document}`, import.meta.url))),
      );
      assert.deepEqual(broken, []);
    });
  }
});
