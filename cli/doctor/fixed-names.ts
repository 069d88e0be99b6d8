import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Template } from '../../lib/output-fingerprint.ts';

/** Names that may repeat: each lies within something that has a name of its own. */
const WITHIN: Readonly<Record<string, string>> = {
  DBName: 'a schema of its instance',
  MasterUsername: 'a user of its instance',
  MetricName: 'a metric, told apart by its dimensions',
  PolicyName: 'an inline policy of its role',
  ServiceName: "AWS's name of a service",
};

/** A name that a template gives to a resource, the same wherever it is deployed in an account. */
export interface FixedName {
  readonly type: string;
  /** The property that holds it; several when they identify the resource together. */
  readonly property: string;
  /** As the template has it; functions and several values as JSON. */
  readonly name: string;
}

let spec: ReturnType<typeof loadAwsServiceSpecSync> | undefined;

/** The properties that tell two resources of a type apart, as CloudFormation's schemas say: all of them together. */
function identifiers(type: string): readonly string[] {
  spec ??= loadAwsServiceSpecSync();
  return spec.lookup('resource', 'cloudFormationType', 'equals', type)[0]?.primaryIdentifier ?? [];
}

/** Every name that a template fixes, but for those of custom resources. */
export function fixedNames({ Resources }: Pick<Template, 'Resources'>): FixedName[] {
  return Object.values(Resources)
    .filter(({ Type }) => !Type.startsWith('Custom::'))
    .flatMap(({ Type, Properties = {} }) => namesOf(Type, Properties));
}

/** What identifies a resource, when the template fixes all of it; else its fixed names, also within `...Config`. */
function namesOf(type: string, properties: Readonly<Record<string, unknown>>): FixedName[] {
  const keys = identifiers(type);
  const identity = keys.map((key) => properties[key]);
  const wholly = keys.length > 0 && identity.every(isFixed);
  const configs = Object.entries(properties).filter(([key]) => key.endsWith('Config'));
  const named = [properties, ...configs.map(([, config]) => config as object)]
    .flatMap((one) => Object.entries(one))
    .filter(([key]) => /(^|[a-z])(Name|Username)$/.test(key) && !keys.includes(key) && !(key in WITHIN))
    .filter(([, value]) => isFixed(value) && !JSON.stringify(value).includes('Fn::GetStackOutput'));
  return [
    ...(wholly ? [{ type, property: keys.join(), name: written(identity.length === 1 ? identity[0] : identity) }] : []),
    ...named.map(([property, value]) => ({ type, property, name: written(value) })),
  ];
}

/** True when a value is the same wherever the template is deployed in an account: it refers to no resource. */
function isFixed(value: unknown): boolean {
  let fixed = value !== undefined;
  JSON.stringify(value, (key, inner) => {
    const refersToResource =
      key === 'Fn::GetAtt' || key === 'Fn::ImportValue' || (key === 'Ref' && !String(inner).startsWith('AWS::'));
    if (refersToResource) fixed = false;
    return inner;
  });
  return fixed;
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
