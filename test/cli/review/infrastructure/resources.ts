import type { TemplateResource } from '../../../../cli/review/facts.ts';

type Properties = Readonly<Record<string, unknown>>;

export const resource = (Type: string, properties: Properties): TemplateResource => ({ Type, Properties: properties });
export const database = (properties: Properties) => resource('AWS::RDS::DBInstance', properties);

/** A policy of one statement; it allows unless the statement says something else. */
export const policy = (statement: Properties, more: Properties = {}) =>
  resource('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] },
    ...more,
  });
