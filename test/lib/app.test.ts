import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Stack } from 'aws-cdk-lib';
import { cdkContext } from '../../cli/shared/cdk-context.ts';
import { buildApp } from '../../lib/app.ts';
import type { ConfigInput } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/parse.ts';
import { templatesApp } from '../../lib/templates-app.ts';
import { configInput, fixtureApp, outdir, REGION, STACK_NAMES, stackOf, templates } from '../support/fixtures.ts';

/** The stacks that are protected from deletion, when these are known to stand. */
function terminationProtected(overrides: Partial<ConfigInput>, standing: string[] | undefined): string[] {
  const app = templatesApp(cdkContext(), outdir());
  buildApp(app, parseConfig(configInput(overrides)), standing === undefined ? {} : { standing });
  const stacks = app.node.children.filter(Stack.isStack);
  assert.equal(stacks.length, STACK_NAMES.length);
  return stacks.filter(({ terminationProtection }) => terminationProtection).map(({ stackName }) => stackName);
}

describe('the app', () => {
  const app = fixtureApp();
  const assembly = app.synth();

  test('has the stacks that the tests know, deployed one after the other', () => {
    assert.deepEqual(
      assembly.stacks.map((stack) => stack.stackName),
      STACK_NAMES.map((name) => `fixture-${name.toLowerCase()}`),
      'add the stack to STACK_NAMES in test/support/fixtures.ts, in the order of lib/app.ts',
    );
  });

  test('deploys the pipeline last and nothing beside it, whatever the templates refer to', () => {
    STACK_NAMES.forEach((name, i) => {
      const dependencies = stackOf(app, name)
        .dependencies.map(({ node }) => node.id)
        .sort();
      assert.deepEqual(dependencies, STACK_NAMES.slice(0, i).sort(), `dependencies of ${name}`);
    });
  });

  test('describes and tags each stack, in the region of the config', () => {
    for (const stack of assembly.stacks) {
      assert.match(stack.template.Description, /^onemerge fixture: \w/);
      assert.deepEqual(stack.tags, { 'onemerge:name': 'fixture' });
      assert.equal(stack.environment.region, REGION);
    }
  });

  test('protects from deletion what stands, and nothing that a failed creation may have to remove', () => {
    const protectedStacks = terminationProtected({}, ['fixture-network', 'fixture-ghost', 'another-cluster']);
    assert.deepEqual(protectedStacks, ['fixture-network', 'fixture-ghost']);
  });

  test('protects no stack from deletion before it is known which stand', () => {
    assert.deepEqual(terminationProtected({}, undefined), []);
  });

  test('lets every stack be deleted once the config turns protection off', () => {
    const standing = STACK_NAMES.map((name) => `fixture-${name.toLowerCase()}`);
    assert.deepEqual(terminationProtected({ protection: { off: 'Tearing the demo down' } }, standing), []);
  });

  test('leaves nothing of a stack whose creation failed', () => {
    for (const [name, template] of Object.entries(templates())) {
      const kept = Object.entries(template.toJSON().Resources as Record<string, { DeletionPolicy?: string }>)
        .filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain')
        .map(([id]) => id);
      assert.deepEqual(kept, [], `${name}: keep it by RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE`);
    }
  });

  test('takes the account from the credentials when the config names none', () => {
    const { stacks } = fixtureApp({ account: undefined }).synth();
    assert.deepEqual([...new Set(stacks.map((stack) => stack.environment.account))], ['unknown-account']);
  });

  test('looks nothing up at synth', () => {
    assert.deepEqual(assembly.manifest.missing ?? [], []);
  });

  test('changes no template when it is defined again', () => {
    const again = fixtureApp().synth();
    for (const [i, stack] of assembly.stacks.entries()) assert.deepEqual(again.stacks[i]?.template, stack.template);
  });

  test('keeps every secret out of the templates', () => {
    const text = JSON.stringify(Object.values(templates()).map((template) => template.toJSON()));
    const passwords = text.match(/"(MasterUserPassword|SecretString)":"(?!\{\{resolve:)[^"]*"/g) ?? [];
    assert.deepEqual(passwords, [], 'a literal secret is in a template; generate it in Secrets Manager');
  });

  test('lets nobody be administrator of the account', () => {
    const text = JSON.stringify(Object.values(templates()).map((template) => template.toJSON()));
    assert.doesNotMatch(text, /AdministratorAccess|PowerUserAccess/);
  });

  test('opens nothing to the whole internet', () => {
    for (const [name, template] of Object.entries(templates())) {
      for (const [id, group] of Object.entries(template.findResources('AWS::EC2::SecurityGroup'))) {
        const open = (group.Properties.SecurityGroupIngress ?? []).filter(
          (rule: { CidrIp?: string }) => rule.CidrIp === '0.0.0.0/0',
        );
        assert.deepEqual(open, [], `${name}/${id}`);
      }
    }
  });

  test('uses the name in the config for the stacks, so that two can live in one account', () => {
    const { stacks } = fixtureApp({ name: 'second' }).synth();
    assert.ok(stacks.every((stack) => stack.stackName.startsWith('second-')));
  });
});
