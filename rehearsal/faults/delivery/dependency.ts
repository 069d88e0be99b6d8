import { readFileSync } from 'node:fs';
import { expectLive } from '../../harness/expect-live.ts';
import { NPM } from '../../sandbox/npm-upstream.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** A package that the project does not have: small, and without dependencies of its own. */
const PACKAGE = {
  name: 'slugify',
  version: '1.6.6',
  integrity: 'sha512-h+z7HKHYXj6wJU+AnS/+IH8Uh9fdcX1Lrhg1/VMdf9PwoBQXFcXiAdsy2tSK0P6gKwJLXp02r90ahUCqHk9rrw==',
} as const;

/** What this fault changes in package.json, and in the lockfile's copy of it. */
interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, object>> & { readonly '': Manifest };
}

const withPackage = <T extends Manifest>(manifest: T): T => ({
  ...manifest,
  dependencies: { ...manifest.dependencies, [PACKAGE.name]: PACKAGE.version },
});

/** package.json with one more package. @param text the file */
export function addToManifest(text: string): string {
  return written(withPackage(JSON.parse(text) as Manifest));
}

/** package-lock.json with the same package, as npm writes it without saying where it was downloaded. @param text the file */
export function addToLockfile(text: string): string {
  const lockfile = JSON.parse(text) as Lockfile;
  const { name, version, integrity } = PACKAGE;
  const entry = { version, integrity };
  return written({
    ...lockfile,
    packages: { ...lockfile.packages, '': withPackage(lockfile.packages['']), [`node_modules/${name}`]: entry },
  });
}

const written = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

/** A pull request may bring a package that nobody has downloaded yet; its build gets it from npm's registry. */
export const dependency: Scenario = {
  id: 'dependency',
  title: 'a pull request adds an npm package',
  run: async (harness) => {
    if (harness.sandbox.plan.upstream[NPM] === undefined)
      return "NOT PROVEN: this machine's npm registry does not answer";
    const commit = await harness.project.merge({
      branch: 'another-package',
      title: `Add ${PACKAGE.name}`,
      edits: { 'package.json': addToManifest, 'package-lock.json': addToLockfile },
    });
    const { seconds } = await expectLive(harness, { commit });
    const log = harness.sandbox.log('registry');
    const file = `${PACKAGE.name}-${PACKAGE.version}.tgz`;
    const line = readFileSync(log, 'utf8')
      .split('\n')
      .find((text) => text.includes(`200 GET ${NPM}/`) && text.includes(file));
    if (line === undefined) {
      throw new RehearsalError(`the build succeeded without downloading ${file}`, {
        where: log,
        help: 'see npmEnvironment in rehearsal/harness/pipeline.ts; run again with --keep',
      });
    }
    return `${file} downloaded; live in ${seconds.toFixed(0)} s`;
  },
};
