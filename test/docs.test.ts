import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { AFTER_DEPLOY } from '../cli/doctor/after/after-deploy.ts';
import { BY_A_PERSON } from '../cli/doctor/after/by-a-person.ts';
import { BEFORE_DEPLOY } from '../cli/doctor/before/before-deploy.ts';
import { refusal } from './support/command-line.ts';
import { DOCUMENTS, ROOT, readDocument as read } from './support/documents.ts';

const README_LINES = 170;

describe('docs/first-deploy.md', () => {
  const document = read('docs/first-deploy.md').replaceAll('\\*', '*');
  const references = [...document.matchAll(/([a-z-]+): _(.+?)_(?=\s*\||; )/g)];

  test('names a test for what it asks AWS to prove', () => {
    assert.ok(references.length > 15, `found ${references.length} references only`);
  });

  for (const [, file = '', name = ''] of references) {
    test(`refers to a test of ${file} that exists: ${name}`, () => {
      const [start = ''] = name.split('/');
      const found = [`test/lib/${file}.test.ts`, `test/gitops/${file}.test.ts`, `test/${file}.test.ts`].find((at) =>
        existsSync(join(ROOT, at)),
      );
      assert.ok(found && read(found).includes(start.trim()), `rename it in docs/first-deploy.md, or put the test back`);
    });
  }
});

/** The cells of the tables below a heading, down to the next heading of its level, by row. */
function rowsBelow(heading: string): string[][] {
  const [, below = ''] = read('docs/first-deploy.md').split(`\n## ${heading}\n`);
  const [section = ''] = below.split('\n## ');
  const lines = section.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| check '));
  return lines.map((line) => line.slice(2, -2).split(' | '));
}

const ids = (rows: string[][]) => rows.flatMap(([id = '']) => /^`(.+)`$/.exec(id)?.[1] ?? []);

describe('the lines of docs/first-deploy.md and the checks of the doctor are the same', () => {
  test('before the first deployment, in the same order', () => {
    assert.deepEqual(
      ids(rowsBelow('Before the first deployment')),
      BEFORE_DEPLOY.map(({ id }) => id),
    );
  });

  test('after it, in the same order', () => {
    assert.deepEqual(
      ids(rowsBelow('After the deployment')),
      AFTER_DEPLOY.map(({ id }) => id),
    );
  });

  test('and every other line is one that the doctor leaves to a person, by its own words', () => {
    const rest = rowsBelow('After the deployment').filter((row) => ids([row]).length === 0);
    assert.deepEqual([...new Set(rest.map(([who]) => who))], ['by a person']);
    assert.deepEqual(
      rest.map(([, what]) => what),
      BY_A_PERSON,
    );
  });

  test('and every line says how to see it, what to expect, and what to do when it differs', () => {
    for (const row of rowsBelow('After the deployment')) {
      assert.equal(row.length, 6, row.join(' | '));
      assert.ok(
        row.every((cell) => cell.trim() !== ''),
        `an empty cell: ${row.join(' | ')}`,
      );
    }
  });
});

describe('docs/security.md', () => {
  const document = read('docs/security.md');
  const rows = document.split('\n').flatMap((line) => {
    const [id = '', ...cells] = line.slice(2, -2).split(' | ');
    return /^[SD]\d+$/.test(id) ? [{ id, cells }] : [];
  });

  test('says of each weakness and each drill of the audit where it stands, and what sees it', () => {
    const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
    assert.deepEqual(
      rows.map(({ id }) => id),
      [...numbered('S', 22), ...numbered('D', 10)],
    );
    const unsaid = rows.filter(({ id, cells }) => cells.length !== (id.startsWith('S') ? 3 : 2) || cells.includes(''));
    assert.deepEqual(unsaid, [], 'fill every cell: what is open is **open**, and what nobody can test says so');
  });

  for (const { id, cells } of rows) {
    const seenBy = cells.at(-1) ?? '';
    for (const [, file = '', name] of seenBy.matchAll(
      /`((?:test|rehearsal)\/[^`]+\.test\.ts)`(?: _(.+?)_(?![\w*]))?/g,
    )) {
      test(`refers for ${id} to a test that is there: ${file}${name ? `, ${name}` : ''}`, () => {
        const found = existsSync(join(ROOT, file)) && read(file).includes(name ?? '');
        assert.ok(found, 'rename it in docs/security.md, or put the test back');
      });
    }
    for (const [, words = ''] of seenBy.matchAll(/`(--[^`]+|rehearse [^`]+)`/g)) {
      test(`refers for ${id} to what can be rehearsed: ${words}`, () => {
        const line = words.startsWith('--') ? `rehearse ${words}` : words;
        assert.equal(refusal(line), undefined, 'correct it in docs/security.md: npx onemerge rehearse --help');
      });
    }
    test(`shows for ${id} what sees it, or that nothing does`, () =>
      assert.match(seenBy, /`(?:--|rehearse |test\/|rehearsal\/)|nobody can test it/));
  }
});

test('docs/security.md has the branch protected by checks that a workflow has', () => {
  const [, listed = ''] = /"contexts": \[(.+?)\]/.exec(read('docs/security.md')) ?? [];
  const contexts = [...listed.matchAll(/"([^"]+)"/g)].map(([, name]) => name);
  const jobs = ['check', 'review'].flatMap((workflow) => {
    const { jobs: found } = parse(read(`.github/workflows/${workflow}.yml`)) as {
      jobs: Record<string, { name?: string }>;
    };
    return Object.entries(found).map(([id, { name = id }]) => name);
  });
  assert.deepEqual(contexts, jobs, 'a required check that nobody runs keeps every pull request from being merged');
});

test('README.md can be read in two minutes', () => {
  const lines = read('README.md').trimEnd().split('\n').length;
  assert.ok(lines <= README_LINES, `it has ${lines} lines, more than ${README_LINES}: move details to docs/`);
});

/** The anchors that GitHub gives the headings of a document. */
function anchorsOf(document: string): string[] {
  return [...withoutCode(read(document)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const withoutCode = (text: string): string => text.replace(/^ *```[\s\S]*?^ *```$/gm, '');

/** Why a link of a document leads nowhere; undefined when it leads somewhere. */
function brokenLink(document: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : join(dirname(document), path);
  if (!existsSync(join(ROOT, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined || !target.endsWith('.md') || anchorsOf(target).includes(anchor)) return undefined;
  return `${link}: ${target} has no such heading`;
}

describe('links between documents', () => {
  for (const document of DOCUMENTS) {
    test(`of ${document} lead somewhere, down to the heading`, () => {
      const links = [...withoutCode(read(document)).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, to = '']) => to);
      const broken = links.map((link) => brokenLink(document, link)).filter((why) => why !== undefined);
      assert.deepEqual(broken, [], `correct the link in ${document}, or put back what it leads to`);
    });
  }

  test('that lead nowhere would be found', () => {
    assert.equal(brokenLink('docs/release.md', '../CHANGES.md'), '../CHANGES.md: there is no CHANGES.md');
    assert.match(brokenLink('docs/release.md', 'security.md#nothing') ?? '', /has no such heading/);
    assert.equal(brokenLink('docs/release.md', 'operations.md#what-it-costs'), undefined);
  });
});
