import type { TemplateResource } from '../../facts.ts';
import { type Conditions, conditionsOf } from './condition.ts';
import { type Extent, extents } from './extent.ts';
import { jsonIn, textOf } from './pattern.ts';

/** One action on one resource by one principal, under conditions. */
export interface Grant {
  readonly action: Extent;
  readonly resource: Extent;
  readonly principal: Extent;
  readonly conditions: Conditions;
}

type Statement = Readonly<Record<string, unknown>>;

/** What the policies in a resource's properties allow or deny, grant by grant. */
export function grantsIn({ Properties = {} }: TemplateResource, effect: 'Allow' | 'Deny'): Grant[] {
  return (
    statementsIn(Properties)
      // Whatever is no plain denial may allow: a condition of the template decides.
      .filter(({ Effect }) => (Effect === 'Deny') === (effect === 'Deny'))
      .flatMap(grantsOf)
  );
}

/** Policy documents may lie anywhere: in a property, in a list of policies, in a policy that is written as JSON. */
function statementsIn(value: unknown): Statement[] {
  if (typeof value === 'string') return /^\s*\{.*"Statement"/s.test(value) ? statementsIn(parsed(value)) : [];
  if (Array.isArray(value)) return value.flatMap(statementsIn);
  if (typeof value !== 'object' || value === null) return [];
  if ('Fn::Join' in value || 'Fn::Sub' in value) return statementsIn(jsonIn(value));
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Statement') return statementsOf(inner);
    return DOCUMENT.test(key) && isOpen(inner) ? [{ Effect: 'Allow', Action: inner }] : statementsIn(inner);
  });
}

/** Properties that hold a policy. One that the template takes from elsewhere may allow anything. */
const DOCUMENT = /(PolicyDocument|^KeyPolicy|^InlinePolicy|^FileSystemPolicy|^AccessPolic(y|ies)|^ResourcePolicy)$/;

const isOpen = (value: unknown) =>
  typeof value === 'object' && value !== null && /^(Ref|Fn::(?!If|Join|Sub)\w+)$/.test(Object.keys(value)[0] ?? '');

/** A condition of the template may stand between, as `Fn::If`. */
function statementsOf(value: unknown): Statement[] {
  if (typeof value !== 'object' || value === null) return [];
  return 'Effect' in value ? [value as Statement] : Object.values(value).flatMap(statementsOf);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function grantsOf(statement: Statement): Grant[] {
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = statement;
  const conditions = conditionsOf(Condition);
  // Actions have no case: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
  const actions = extents(texts(Action)?.map(lower), texts(NotAction)?.map(lower));
  const resources = extents(texts(Resource), texts(NotResource));
  const principals = extents(principalsOf(Principal), principalsOf(NotPrincipal));
  return actions.flatMap((action) =>
    resources.flatMap((resource) => principals.map((principal) => ({ action, resource, principal, conditions }))),
  );
}

const lower = (text: string) => text.toLowerCase();

const texts = (element: unknown) => (element === undefined ? undefined : [element].flat().map(textOf));

/** Principals by their kind; an account stands for all that is in it. */
function principalsOf(element: unknown): string[] | undefined {
  if (element === undefined || typeof element === 'string') return texts(element);
  return Object.entries(element as object).flatMap(([kind, names]) =>
    (texts(names) ?? []).map((name) =>
      name === '*'
        ? '*'
        : `${kind} ${name.replace(/(:iam::[^:]+):root$/, '$1:*').replace(/^(\d{12})$/, '*:iam::$1:*')}`,
    ),
  );
}
