import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Template } from 'aws-cdk-lib/assertions';
import { resources, templates, theOnly } from '../support/fixtures.ts';

interface Call {
  readonly service: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The call of a custom resource; what is known at deploy time only stands as `<deploy time>` in it. */
function callOf(property: string | { 'Fn::Join': [string, unknown[]] }): Call {
  const parts = typeof property === 'string' ? [property] : property['Fn::Join'][1];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : '<deploy time>')).join(''));
}

/** The policies that a template sets, by stack. */
function policies(template: Template): Record<string, { Statement: Record<string, unknown>[] }> {
  const calls = Object.values(resources(template, 'Custom::StackPolicy')).map(({ Properties }) =>
    callOf(Properties.Create),
  );
  return Object.fromEntries(
    calls.map(({ parameters }) => [parameters.StackName, JSON.parse(String(parameters.StackPolicyBody))]),
  );
}

/** Resources that an update must not replace or remove, `stack/LogicalId`. */
function denied(template: Template): string[] {
  return Object.entries(policies(template)).flatMap(([stack, { Statement }]) =>
    Statement.filter(({ Effect }) => Effect === 'Deny').flatMap(({ Action, Resource }) => {
      assert.deepEqual(Action, ['Update:Replace', 'Update:Delete']);
      return (Resource as string[]).map((one) => `${stack}/${one.replace('LogicalResourceId/', '')}`);
    }),
  );
}

describe('protection', () => {
  const all = templates();
  const { Protection: on } = all;
  const { Protection: off } = templates({ protection: { off: 'Tearing the demo down' } });

  test('keeps every update from replacing or removing what is kept when it is replaced', () => {
    const kept = Object.entries(all).flatMap(([name, template]) =>
      Object.entries(template.toJSON().Resources as Record<string, { Type: string; UpdateReplacePolicy?: string }>)
        .filter(([, { UpdateReplacePolicy = 'Delete' }]) => UpdateReplacePolicy !== 'Delete')
        // Logs are kept for reading; a new group continues them.
        .filter(([, { Type }]) => Type !== 'AWS::Logs::LogGroup')
        .map(([id]) => `fixture-${name.toLowerCase()}/${id}`),
    );
    assert.deepEqual(denied(on).sort(), kept.sort(), 'add it to `data` in lib/app.ts');
    assert.deepEqual(denied(on), ['fixture-database/MySqlInstanceD96AB729', 'fixture-ghost/ContentFileSystem939153B0']);
  });

  test('lets every other update happen, which a stack policy denies unless it says so', () => {
    for (const { Statement } of Object.values(policies(on))) {
      assert.deepEqual(Statement[0], { Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' });
    }
  });

  test('turned off lets those same stacks replace everything again', () => {
    const allow = { Statement: [{ Effect: 'Allow', Action: 'Update:*', Principal: '*', Resource: '*' }] };
    assert.deepEqual(policies(off), { 'fixture-database': allow, 'fixture-ghost': allow });
  });

  test('makes RDS refuse to delete the database, and lets it when it is turned off', () => {
    const deletion = (template: Template) => {
      const { Properties } = theOnly(template, 'Custom::DatabaseProtection');
      assert.deepEqual(Properties.Update, Properties.Create);
      const { service, action, parameters } = callOf(Properties.Create);
      assert.deepEqual([service, action], ['RDS', 'ModifyDBInstance']);
      return parameters.DeletionProtection;
    };
    assert.deepEqual([deletion(on), deletion(off)], [true, false]);
  });

  test('applies no change of the database that waits for its maintenance window', () => {
    const { parameters } = callOf(theOnly(on, 'Custom::DatabaseProtection').Properties.Create);
    assert.deepEqual(Object.keys(parameters).sort(), ['DBInstanceIdentifier', 'DeletionProtection']);
  });

  test('follows the database when it is replaced', () => {
    const { Properties, Metadata } = theOnly(on, 'Custom::DatabaseProtection');
    assert.match(JSON.stringify(Properties.Update), /Fn::GetStackOutput.*fixture-database.*RefMySqlInstance/);
    assert.ok(Metadata?.['onemerge:producers'], 'without a fingerprint the new instance would not be seen');
  });

  test('stays when its stack is deleted', () => {
    for (const { Properties } of Object.values(on.toJSON().Resources) as { Properties: Record<string, unknown> }[]) {
      assert.equal(Properties.Delete, undefined);
    }
  });

  test('may change exactly that database and the policies of exactly those stacks', () => {
    const may = Object.values(resources(on, 'AWS::IAM::Policy')).flatMap(({ Properties }) =>
      (Properties.PolicyDocument.Statement as { Action: string; Resource: object }[]).map(({ Action, Resource }) => [
        Action,
        JSON.stringify(Resource).match(/stack\/[^"]*|RefMySqlInstance/)?.[0],
      ]),
    );
    assert.deepEqual(may.sort(), [
      ['cloudformation:SetStackPolicy', 'stack/fixture-database/*'],
      ['cloudformation:SetStackPolicy', 'stack/fixture-ghost/*'],
      ['rds:ModifyDBInstance', 'RefMySqlInstance'],
    ]);
  });
});
