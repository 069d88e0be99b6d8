import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuleAt } from '../cli/review/facts.ts';
import { CommandError } from '../cli/shared/command-error.ts';
import { KUBERNETES_VERSION } from '../lib/versions.ts';
import { type Accepted, acceptedIn, needless, unexplained } from './accepted.ts';
import { checkovArguments, checkovFindings } from './checkov.ts';
import { type Counts, comparison, countsIn } from './counts.ts';
import { kubeScoreArguments, kubeScoreFindings, objectPath } from './kube-score.ts';
import { PACKS, packOf } from './packs.ts';
import { installCheckov, installKubeScore, type Program } from './programs.ts';
import { constructPath, writeManifests, writeTemplates } from './scanned.ts';

// npm run findings: every scanner over every template and manifest, its counts beside those of the last release. Fails for a
// finding that docs/findings.md does not explain, and for a reason there that explains nothing. Needs Python, Go and the Internet.

const DOCUMENT = readFileSync(new URL('../docs/findings.md', import.meta.url), 'utf8');
const REQUIREMENTS = readFileSync(new URL('requirements.txt', import.meta.url), 'utf8');

/** A report may be long: every template's resources are in it. */
const LONGEST_REPORT = 256 * 1024 * 1024;

function printedBy({ path }: Program, words: readonly string[]): string {
  try {
    return execFileSync(path, words, {
      encoding: 'utf8',
      maxBuffer: LONGEST_REPORT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    // kube-score ends with 1 when it finds something critical.
    const { status, stdout } = error as { readonly status?: number; readonly stdout?: string };
    if (status === 1 && stdout) return stdout;
    throw error;
  }
}

/** The same finding in several blogs, or ways to render, counts once. */
const once = (findings: readonly RuleAt[]): RuleAt[] => [
  ...new Map(findings.map((finding) => [`${finding.rule} ${finding.path}`, finding])).values(),
];

function scan(folder: string): Record<'templates' | 'manifests', Readonly<Record<string, RuleAt[]>>> {
  const checkov = installCheckov(REQUIREMENTS);
  const kubeScore = installKubeScore();
  const templates = join(folder, 'templates');
  const manifests = join(folder, 'manifests');
  const nag = once(writeTemplates(templates));
  const files = writeManifests(manifests);
  const ofTemplates = printedBy(checkov, checkovArguments(templates, 'cloudformation'));
  const ofManifests = printedBy(checkov, checkovArguments(manifests, 'kubernetes'));
  const place = (resource: string) => objectPath(...resource.split('.'));
  return {
    templates: {
      'cdk-nag AwsSolutions, unacknowledged': nag.filter((finding) => !packOf(finding)),
      ...Object.fromEntries(PACKS.map((pack) => [`cdk-nag ${pack}`, nag.filter((one) => packOf(one) === pack)])),
      [`checkov ${checkov.version}, CloudFormation`]: once(
        checkovFindings(ofTemplates, ({ file_path, resource }) => constructPath(join(templates, file_path), resource)),
      ),
    },
    manifests: {
      [`checkov ${checkov.version}, Kubernetes`]: once(checkovFindings(ofManifests, ({ resource }) => place(resource))),
      [`kube-score ${kubeScore.version}`]: once(
        files.flatMap((file) => kubeScoreFindings(printedBy(kubeScore, kubeScoreArguments(file, KUBERNETES_VERSION)))),
      ),
    },
  };
}

/** What is wrong with one section of docs/findings.md. */
function faults(found: readonly RuleAt[], accepted: readonly Accepted[]): string[] {
  const news = unexplained(found, accepted).map(({ rule, path }) => `without a reason: ${rule} at ${path}`);
  return [...news, ...needless(found, accepted).map((what) => `a reason for what is not found: ${what}`)];
}

const scratch = mkdtempSync(join(tmpdir(), 'onemerge-findings-'));
try {
  const { templates, manifests } = scan(scratch);
  const counts: Counts = Object.fromEntries(
    Object.entries({ ...templates, ...manifests }).map(([scanner, found]) => [scanner, found.length]),
  );
  console.log(comparison(countsIn(DOCUMENT), counts));
  const wrong = [
    ...faults(Object.values(templates).flat(), acceptedIn(DOCUMENT, 'Templates')),
    ...faults(Object.values(manifests).flat(), acceptedIn(DOCUMENT, 'Manifests')),
  ];
  if (wrong.length > 0) {
    console.error(
      `\n${wrong.join('\n')}\n  help: mend what is found, or write or remove its reason in docs/findings.md`,
    );
    process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.report());
  process.exitCode = error.exitCode;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
