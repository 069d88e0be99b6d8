import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Template } from 'aws-cdk-lib/assertions';
import { type TemplateResource, templates } from '../support/fixtures.ts';

/** Names that may repeat: each lies within something that has a name of its own. */
const WITHIN: Readonly<Record<string, string>> = {
  DBName: 'a schema of its instance',
  MasterUsername: 'a user of its instance',
  PolicyName: 'an inline policy of its role',
  AddonName: "EKS's name of the add-on, within the cluster",
  ServiceName: "AWS's name of a service",
};

/** Every literal name of a resource, in its properties or in the object that CloudFront's types keep theirs in. */
function names(template: Template): string[] {
  const resources = Object.values(template.toJSON().Resources as Record<string, TemplateResource>);
  return resources
    .filter(({ Type }) => !Type.startsWith('Custom::'))
    .flatMap(({ Type, Properties = {} }) => {
      const configs = Object.entries<object>(Properties).filter(([key]) => key.endsWith('Config'));
      const properties = [Properties, ...configs.map(([, config]) => config)].flatMap((one) => Object.entries(one));
      return properties
        .filter(([key, value]) => /(^|[a-z])Name$/.test(key) && !(key in WITHIN) && typeof value === 'string')
        .map(([key, value]) => `${Type} ${key} ${value}`);
    });
}

const all = (name: string) => Object.values(templates({ name })).flatMap(names);

test('two blogs in one account and region share no physical name, so that the second deploys as well', () => {
  const [one, other] = [all('one'), all('other')];
  assert.ok(
    one.some((name) => name.startsWith('AWS::CloudFront::CachePolicy Name one-')),
    `the test sees ${one.join(', ')} only`,
  );
  const shared = one.filter((name) => other.includes(name));
  assert.deepEqual(shared, [], 'Make the name of the stack a part of these, or leave the name to CloudFormation.');
});
