import type { TemplateResource } from '../facts.ts';

/** Properties of IAM and of resource policies that hold policy documents, by themselves or in a list of policies. */
const DOCUMENTS = [
  'AssumeRolePolicyDocument',
  'PolicyDocument',
  'KeyPolicy',
  'ResourcePolicy',
  'FileSystemPolicy',
  'Policies',
];

interface Statement {
  readonly Effect?: unknown;
  readonly Sid?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly [element: string]: unknown;
}

/** One action on one resource, under the conditions and for the principals of its statement. */
interface Grant {
  readonly action: unknown;
  readonly resource: unknown;
  readonly rest: string;
}

/**
 * Whether a resource allows something that it did not allow. Sets are compared: taking actions out of a statement, or
 * writing one action in place of a wildcard that covers it, allows nothing new. Denials: see `dropsDenial`.
 */
export function widens(before: TemplateResource | undefined, after: TemplateResource | undefined): boolean {
  const earlier = grantsOf(before);
  return grantsOf(after).some((grant) => !earlier.some((one) => covers(one, grant)));
}

/** Whether a resource no longer denies something that it denied. A wider denial covers a narrower one. */
export function dropsDenial(before: TemplateResource | undefined, after: TemplateResource): boolean {
  const later = denialsOf(after);
  return denialsOf(before).some((denial) => !later.some((one) => covers(one, denial)));
}

function covers(one: Grant, other: Grant): boolean {
  return one.rest === other.rest && matches(one.action, other.action) && matches(one.resource, other.resource);
}

/** Whether a pattern of IAM covers a text; what is no text, such as a reference, covers its like. */
function matches(pattern: unknown, text: unknown): boolean {
  if (pattern === '*') return true;
  if (typeof pattern !== 'string' || typeof text !== 'string') return JSON.stringify(pattern) === JSON.stringify(text);
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(text);
}

function grantsOf(resource: TemplateResource | undefined): Grant[] {
  const { Properties = {} } = resource ?? {};
  const managed = listOf(Properties.ManagedPolicyArns).map((arn) => ({ action: 'managed', resource: arn, rest: '' }));
  return [...statementsOf(resource, 'Allow').flatMap(perAction), ...managed];
}

const denialsOf = (resource: TemplateResource | undefined) => statementsOf(resource, 'Deny').flatMap(perAction);

function statementsOf(resource: TemplateResource | undefined, effect: 'Allow' | 'Deny'): Statement[] {
  const statements = DOCUMENTS.flatMap((name) => statementsIn(resource?.Properties?.[name]));
  return statements.filter(({ Effect }) => Effect === effect);
}

/** The statements of a policy document, wherever it lies in a property. */
function statementsIn(value: unknown): Statement[] {
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Statement' ? (listOf(inner) as Statement[]) : statementsIn(inner),
  );
}

/** `NotAction`, `NotResource`, principals and conditions stay as they are: another text is another grant. */
function perAction({ Sid: _, Action, Resource, ...other }: Statement): Grant[] {
  const rest = JSON.stringify(Object.entries(other).sort(([a], [b]) => (a < b ? -1 : 1)));
  return listOf(Action ?? NONE).flatMap((action) =>
    listOf(Resource ?? NONE).map((resource) => ({ action, resource, rest })),
  );
}

/** In place of an element that a statement does not have. No wildcard is compared with it: `rest` differs then. */
const NONE = { none: true };

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
