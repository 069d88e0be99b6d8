import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';

const ROOT = join(import.meta.dirname, '..');

/** The rooms of the harness, the upper ones first. A file imports from its own room and from those below it. */
const HARNESS = [
  ['run.ts', 'host.ts', 'inside.ts', 'suites.ts', 'subjects.ts', 'report.ts'],
  ['selftest', 'faults', 'benchmarks', 'mutations'],
  ['scenarios'],
  ['harness'],
  ['fakes'],
  ['cluster'],
  ['sandbox'],
  ['builds'],
  ['shared'],
] as const;

/** Who may import from where, outside the harness. Tests may import from everywhere. */
const PRODUCT: Readonly<Record<string, readonly string[]>> = {
  'bin/': ['lib/', 'cli/', 'onemerge.config.ts'],
  'lib/constructs/': ['lib/constructs/', 'lib/config/', 'lib/'],
  'lib/config/': ['lib/config/'],
  'lib/': ['lib/'],
  'cli/rehearse/': ['cli/', 'lib/', 'rehearsal/'],
  'cli/': ['cli/', 'lib/', 'onemerge.config.ts'],
  'scanners/': ['scanners/', 'cli/', 'lib/', 'test/support/'],
  'rehearsal/': ['rehearsal/', 'cli/', 'lib/', 'test/support/'],
};

/** Packages that every command may wait for: both are small. */
const STARTING: readonly string[] = ['commander', 'leven'];

/** The CDK, but for its small parts that know regions and read what was synthesized. */
const CONSTRUCTS = /^aws-cdk-lib(?!\/(?:cx-api|region-info)$)/;

/** The packages that a file loads at once, by itself or by what it imports. */
function packagesLoadedBy(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const text = readFileSync(join(ROOT, file), 'utf8');
  const imported = [...text.matchAll(/^(?:import|export) (?!type )[^;']*from '([^']+)';/gm)].map(
    ([, name = '']) => name,
  );
  const own = imported.filter((name) => !/^(\.|node:)/.test(name));
  const below = imported.filter((name) => name.startsWith('.')).map((name) => join(dirname(file), name));
  return [...new Set([...own, ...below.flatMap((one) => packagesLoadedBy(one, seen))])];
}

interface Import {
  readonly file: string;
  readonly from: string;
}

/** What files of a folder import from this repository, by paths in it; tests left out. */
function importsBelow(folder: string): Import[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
  return files.flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')));
}

/** The relative imports of a file. */
function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(/(?:from|import|import\()\s*'(\.[^']+)'/g)].map(([, path = '']) => ({
    file,
    from: join(dirname(file), path),
  }));
}

/** The number of a harness file's room, 0 at the top; undefined for what is in none. */
function floorOf(path: string): number | undefined {
  const [, room = ''] = path.split('/');
  const floor = HARNESS.findIndex((rooms) => (rooms as readonly string[]).includes(room));
  return floor < 0 ? undefined : floor;
}

const runsUp = ({ file, from }: Import) => {
  const [own, other] = [floorOf(file), floorOf(from)];
  return own !== undefined && other !== undefined && other < own;
};

const words = ({ file, from }: Import) => `${file} imports ${from}`;

describe('imports of the harness', () => {
  const imports = importsBelow('rehearsal');

  test('run down only: from a room to those below it', () => {
    assert.deepEqual(
      imports.filter(runsUp).map(words),
      [],
      `Move what both need to the lower room. From the top: ${HARNESS.map((rooms) => rooms.join(' ')).join(' > ')}`,
    );
  });

  test('come from rooms that the plan knows', () => {
    const unknown = imports.filter(({ file }) => floorOf(file) === undefined).map(({ file }) => file);
    assert.deepEqual([...new Set(unknown)], [], 'Put it into one of the rooms, or give the new room its floor here.');
  });

  test('that ran up would be found', () => {
    const up = importsOf('rehearsal/shared/steps.ts', "import { run } from '../harness/cdk.ts';");
    assert.deepEqual(up.filter(runsUp).map(words), ['rehearsal/shared/steps.ts imports rehearsal/harness/cdk.ts']);
  });
});

describe('imports of the product', () => {
  for (const [folder, allowed] of Object.entries(PRODUCT)) {
    test(`of ${folder} come from ${allowed.join(', ')} alone`, () => {
      const narrower = Object.keys(PRODUCT).filter((other) => other !== folder && other.startsWith(folder));
      const foreign = importsBelow(folder)
        .filter(({ file }) => !narrower.some((other) => file.startsWith(other)))
        .filter(({ from }) => !allowed.some((place) => from.startsWith(place)));
      assert.deepEqual(foreign.map(words), [], `${folder} may import from ${allowed.join(', ')}.`);
    });
  }

  for (const command of ['announce', 'promote', 'standing', 'verify'])
    test(`of ${command}, which synthesizes nothing itself, load no constructs of the CDK: they take half a second`, () => {
      const files = [...new Set(importsBelow(`cli/${command}`).map(({ file }) => file))];
      const loading = files.filter((file) => packagesLoadedBy(file).some((name) => CONSTRUCTS.test(name)));
      assert.deepEqual(loading, [], 'move what they need of lib/ to a file there that imports no aws-cdk-lib');
    });

  test('of lock --check --app, which a build runs once it has synthesized, load no constructs of the CDK', () => {
    const loading = packagesLoadedBy('cli/lock/lock.ts').filter((name) => CONSTRUCTS.test(name));
    assert.deepEqual(loading, [], 'Keep what synthesizes in cli/lock/synthesized-infrastructure.ts.');
  });

  test('of the program load no package but the one that reads its words', () => {
    const loaded = packagesLoadedBy('cli/program.ts');
    assert.deepEqual(
      loaded.filter((name) => !STARTING.includes(name)),
      [],
      'Each command waits for what the program loads: import it where the command is done, with await import().',
    );
  });

  test('of a construct never come from a stack', () => {
    const stacks = importsBelow('lib/constructs').filter(({ from }) => from.endsWith('-stack.ts'));
    assert.deepEqual(stacks.map(words), [], 'Hand the construct what it needs: a stack composes constructs.');
  });
});
