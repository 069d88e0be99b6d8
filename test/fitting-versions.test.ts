import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { baseCommit, git, NO_BASE } from './support/base-commit.ts';
import { FITS, misfits, pinnedVersions, type Versions, wrongMoves } from './support/fitting-versions.ts';

/** Versions that fit, with these changes. */
const versions = (changes: Partial<Versions> = {}): Versions => ({
  Kubernetes: '1.36',
  Flux: '2.9.4',
  'flux-operator': '0.58.0',
  'External Secrets': '2.14.0',
  Ghost: '6.65.0',
  "Ghost's Node.js": '22.23.3',
  MySQL: '8.4',
  ...changes,
});

describe('the versions that are pinned', () => {
  const left = baseCommit();

  test('fit each other', () => {
    assert.deepEqual(misfits(pinnedVersions()), []);
  });

  test('go forward, and no further than what is there can follow', { skip: left === undefined && NO_BASE }, () => {
    const before = pinnedVersions((file) => git('show', `${left}:${file}`));
    assert.deepEqual(wrongMoves(before, pinnedVersions()), []);
  });

  test('are all read: each place has one', () => {
    for (const [part, version] of Object.entries(pinnedVersions())) assert.match(version, /^\d+(\.\d+)+$/, part);
  });

  test('that stand nowhere any more are an error, and not a fit', () => {
    assert.throws(
      () => pinnedVersions(() => ''),
      /lib\/versions\.ts has no version of Kubernetes: correct its pattern/,
    );
  });
});

describe('versions are refused', () => {
  const cases: readonly (readonly [what: string, changes: Partial<Versions>, says: RegExp])[] = [
    [
      'a Kubernetes that is newer than what Flux takes',
      { Kubernetes: '1.37' },
      /^Flux 2\.9\.4 takes Kubernetes 1\.34 to 1\.36, and 1\.37 is pinned: move the other one .*, see https/,
    ],
    ['a Kubernetes that is older than what Flux takes', { Kubernetes: '1.33' }, /^Flux .* and 1\.33 is pinned/],
    [
      'a Flux that the operator does not know yet',
      { Flux: '2.9.5' },
      /^flux-operator 0\.58\.0 takes Flux 2\.2 to 2\.9\.4/,
    ],
    [
      'a Flux of which nobody has looked what it takes',
      { Flux: '2.8.8' },
      /^Flux 2\.8\.8 has no row in .*: read what it takes/,
    ],
    ['a MySQL that Ghost does not take', { MySQL: '9.4' }, /^Ghost 6\.65\.0 takes MySQL 8\.0 to 8\.4, and 9\.4/],
    [
      'a Node.js that is older than what Ghost takes',
      { "Ghost's Node.js": '22.13.1' },
      /^Ghost 6\.65\.0 takes Ghost's Node\.js 22\.23\.1 to 22, and 22\.13\.1 is pinned/,
    ],
    [
      "a Node.js that Ghost's image is not made with",
      { "Ghost's Node.js": '24.21.0' },
      /^Ghost .*, and 24\.21\.0 is pinned/,
    ],
    ['another major version of Ghost', { Ghost: '7.0.0' }, /^Ghost 7\.0\.0 has no row in .* \(https.*\) and add it$/],
    [
      'another major version of External Secrets',
      { 'External Secrets': '3.0.0' },
      /^External Secrets 3\.0\.0 has no row/,
    ],
  ];
  for (const [what, changes, says] of cases)
    test(`when there is ${what}`, () => {
      const found = misfits(versions(changes));
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', says);
    });

  test('and none that fit: newer patches and minors of a row need no new one', () => {
    assert.deepEqual(misfits(versions({ Ghost: '6.99.1', 'External Secrets': '2.15.0', Kubernetes: '1.35' })), []);
  });

  test('by rows that name where they are from', () => {
    for (const { part, source } of FITS) assert.match(source, /^https:\/\//, part);
  });
});

describe('a move of a version', () => {
  const moved = (part: keyof Versions, from: string, to: string) =>
    wrongMoves(versions({ [part]: from }), versions({ [part]: to }));

  for (const [part, from, to] of [
    ['Ghost', '6.65.0', '6.64.1'],
    ['MySQL', '8.4', '8.0'],
    ['Flux', '2.9.4', '2.8.8'],
    ['External Secrets', '2.14.0', '2.9.0'],
  ] as const)
    test(`back is refused: ${part} from ${from} to ${to}`, () => {
      assert.match(
        moved(part, from, to).join(),
        new RegExp(`^${part} goes back from ${from} to ${to}: what the newer`),
      );
    });

  test('of Ghost over a major version is refused', () => {
    assert.match(
      moved('Ghost', '6.65.0', '8.0.0').join(),
      /^Ghost goes from 6\.65\.0 to 8\.0\.0: move one major version/,
    );
    assert.deepEqual(moved('Ghost', '6.65.0', '7.0.0'), []);
  });

  test('back is fine where nothing was migrated', () => {
    assert.deepEqual(moved("Ghost's Node.js", '22.23.3', '22.23.1'), []);
  });

  test('forward is fine, and none too', () => {
    assert.deepEqual(moved('Flux', '2.9.4', '2.10.0'), []);
    assert.deepEqual(wrongMoves(versions(), versions()), []);
  });
});
