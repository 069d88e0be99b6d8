import type { Judged } from './judge.ts';

/** What becomes of a mutation that changes what is applied. */
export interface Outcome extends Judged {
  /** The API server's words, when nothing else found it; null when it takes it too. */
  readonly refusal: string | null;
}

/** Why nothing can object, by the fields that differ; the first that fits every field. */
const REASONS: readonly (readonly [reason: string, fields: RegExp])[] = [
  ['what a program does', /^a program$/],
  ['the name of an object that nothing else names', /(?:removed|added)$/],
  ['a setting of Ghost, or its value', /(?:containers|initContainers)\.(?:env|args|command)\b/],
  ['a value of a chart, whose schema is in the chart', /^HelmRelease spec\.values/],
  ['what a CEL expression says, or its message', /^ValidatingAdmissionPolicy /],
  ['a right more or less', /^(?:Cluster)?Role rules/],
  [
    'an address or a name outside of the tree',
    /\.(?:url|image|newName|remoteRef\.\w+|host|mediaType|tag|provider\.\w+)\b/,
  ],
  ['a path in a container', /\.(?:mountPath|httpGet\.path|httpHeaders(?:\.\w+)?)$/],
  [
    'a number or a time within its limits',
    /(?:[sS]econds|Threshold|Limit|retries|[iI]nterval|timeout|replicas|storage|memory|cpu|sizeLimit|port)$/,
  ],
  ['a label or an annotation', /(?:labels|annotations)\b/],
  ['a peer or a port more or less that a policy allows', /^NetworkPolicy /],
  ['a field that has a default, or need not be there', /./],
];

const reasonFor = (fields: readonly string[]): string =>
  REASONS.find(([, pattern]) => fields.every((field) => pattern.test(field)))?.[0] ?? 'several of these at once';

/** The figures, and every mutation that nothing finds, for people. */
export function describeOutcomes(outcomes: readonly Outcome[], drawn: string): string {
  const meaningful = outcomes.filter((one) => one.meaningful);
  const offline = meaningful.filter(({ caughtBy }) => caughtBy !== undefined);
  const rest = meaningful.filter(({ caughtBy }) => caughtBy === undefined);
  const server = rest.filter(({ refusal }) => refusal !== null);
  const neither = rest.filter(({ refusal }) => refusal === null);
  const lines = (title: string, list: readonly Outcome[], group: (one: Outcome) => string, show: boolean) => [
    `${title}: ${list.length}`,
    ...[...grouped(list, group)]
      .sort(([, a], [, b]) => b.length - a.length)
      .flatMap(([name, members]) => [`  ${members.length} ${name}`, ...(show ? members.map(described) : [])]),
  ];
  return [
    `${drawn}; ${meaningful.length} change what is applied, or that anything is`,
    ...lines('found offline', offline, ({ caughtBy = '' }) => caughtBy, false),
    ...lines('found by the API server alone', server, ({ refusal }) => String(refusal).slice(0, 160), true),
    ...lines('found by neither', neither, ({ fields }) => reasonFor(fields), true),
  ].join('\n');
}

const described = ({ mutation: { path, line, what }, fields }: Outcome): string =>
  `    ${path}:${line} ${what}: ${fields.join(', ').slice(0, 120)}`;

function grouped<T>(list: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
