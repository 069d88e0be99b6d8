import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bootstrapNames } from '../../../lib/bootstrap/names.ts';
import { type PolicyDocument, type PolicyFile, policyDocument } from '../../../lib/bootstrap/policies.ts';
import { resources, STACK_NAMES, type TemplateResource, templates } from '../../support/fixtures.ts';

const ZONE = 'Z0123456789ABCDEFGHIJ';
const blog = {
  domain: { name: 'example.com', redirectFrom: [], certificateArn: '', hostedZone: { id: ZONE, name: 'example.com' } },
};
const FIXTURE = { name: 'fixture', region: 'eu-west-1', blog };
const FILES: readonly PolicyFile[] = [
  'boundary',
  'execution-iam',
  'execution-app',
  'execution-dns',
  'execution-budget',
  'execution-metrics',
  'execution-drift',
  'execution-backup',
  'execution-certificate',
];

/** What IAM takes as one managed policy, without the spaces. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LONGEST = 6144;

const policy = (file: PolicyFile): PolicyDocument => policyDocument(file, FIXTURE, '111122223333');
const listed = (value: string | readonly string[] = []): readonly string[] =>
  typeof value === 'string' ? [value] : value;

const allowed = (file: PolicyFile): string[] =>
  policy(file)
    .Statement.filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => listed(Action));

/** Does a pattern of IAM cover everything that another stands for? */
const covers = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'i').test(action);

interface Granted {
  readonly role: string;
  readonly action: string;
}

/** Every action that a template grants a role of the app by a policy of its own. */
function granted(): Granted[] {
  return STACK_NAMES.flatMap((stack) => {
    const policies = Object.entries(resources(templates()[stack], 'AWS::IAM::Policy'));
    return policies.flatMap(([role, { Properties }]) =>
      (Properties.PolicyDocument.Statement as { Effect: string; Action: string | string[] }[])
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => listed(Action).map((action) => ({ role: `${stack}/${role}`, action }))),
    );
  });
}

const roles = (): [string, TemplateResource][] =>
  STACK_NAMES.flatMap((stack) =>
    Object.entries(resources(templates()[stack], 'AWS::IAM::Role')).map(([id, role]): [string, TemplateResource] => [
      `${stack}/${id}`,
      role,
    ]),
  );

describe('the policies of the bootstrap', () => {
  for (const file of FILES) {
    test(`${file} fits into one policy of IAM, whatever the blog is called`, () => {
      const longest = { ...FIXTURE, name: 'a-name-of-20-letters', region: 'ap-southeast-4' };
      const text = JSON.stringify(policyDocument(file, longest, '111122223333'));
      assert.ok(text.length <= LONGEST, `${text.length} characters`);
    });

    test(`${file} has every name filled in`, () => assert.doesNotMatch(JSON.stringify(policy(file)), /\$\{/));

    test(`${file} allows no service whole that is about who may do what`, () => {
      const whole = allowed(file).filter((action) =>
        /^(\*|(iam|sts|organizations|account|cloudformation):\*)/.test(action),
      );
      assert.deepEqual(whole, []);
    });
  }

  test('let CloudFormation write addresses in the zone of the config, and neither mail nor another zone', () => {
    const [writing, ...others] = policy('execution-dns').Statement.filter(({ Action }) =>
      listed(Action).some((action) => /^route53:(Change(?!Tags)|Create|Delete|Update|Associate|\*)/.test(action)),
    );
    assert.deepEqual(others, []);
    assert.equal(writing?.Resource, `arn:aws:route53:::hostedzone/${ZONE}`);
    const types = writing?.Condition?.['ForAllValues:StringEquals']?.['route53:ChangeResourceRecordSetsRecordTypes'];
    assert.deepEqual(types, ['A', 'AAAA']);
  });

  test("let CloudFormation read the outputs of the blog's stacks, which Fn::GetStackOutput does with its rights", () => {
    const reading = policy('execution-app').Statement.find(({ Action }) =>
      listed(Action).some((action) => covers(action, 'cloudformation:DescribeStacks')),
    );
    assert.equal(reading?.Resource, 'arn:aws:cloudformation:eu-west-1:111122223333:stack/fixture-*');
  });

  test('let CloudFormation restore a snapshot that was copied here, once its name begins with that of the blog', () => {
    const restoring = policy('execution-app').Statement.filter(({ Action }) =>
      listed(Action).some((action) => covers(action, 'rds:RestoreDBInstanceFromDBSnapshot')),
    );
    const patterns = restoring.flatMap(({ Resource }) => listed(Resource));
    const may = (name: string) =>
      patterns.some((pattern) => covers(pattern, `arn:aws:rds:eu-west-1:111122223333:snapshot:${name}`));
    assert.ok(may('fixture-moved'), 'docs/operations.md, Move to another account, has people give it that name');
    assert.ok(!may('moved'));
  });

  test("let CloudFormation touch the blog's own certificates, and prove them by nothing but a CNAME", () => {
    for (const { Action, Condition, Sid } of policy('execution-certificate').Statement) {
      const actions = listed(Action).join();
      if (actions.includes('acm:')) assert.match(JSON.stringify(Condition), /Tag\/onemerge:name":"fixture"/, Sid);
      if (actions.includes('route53:')) assert.match(JSON.stringify(Condition), /RecordTypes":\["CNAME"\]/, Sid);
    }
  });

  test('bound every role that the app makes', () => {
    const boundary = `:policy/${bootstrapNames(FIXTURE).boundary}`;
    const unbounded = roles().filter(
      ([, { Properties }]) => !JSON.stringify(Properties.PermissionsBoundary ?? '').includes(boundary),
    );
    assert.deepEqual(
      unbounded.map(([id]) => id),
      [],
    );
  });

  test('leave every role of the app what its own policies grant', () => {
    const within = allowed('boundary');
    const outside = granted().filter(({ action }) => !within.some((pattern) => covers(pattern, action)));
    assert.deepEqual(
      outside,
      [],
      'widen lib/bootstrap/boundary.json, and say in the pull request who runs `npx onemerge bootstrap`',
    );
  });

  test("let the app read no other secret of RDS than that of the blog's own database", () => {
    const ofRds = FILES.flatMap((file) => policy(file).Statement).filter(({ Resource }) =>
      JSON.stringify(Resource ?? '').includes('rds!'),
    );
    const reading = ofRds.filter(({ Action }) => listed(Action).some((action) => /:Get|\*/.test(action)));
    assert.equal(reading.length, 1);
    assert.deepEqual(reading[0]?.Condition, {
      StringLike: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': 'arn:aws:rds:eu-west-1:111122223333:db:fixture-*' },
    });
  });

  test('let CloudFormation make, and give a policy to, none but a role within the boundary', () => {
    const making = policy('execution-iam').Statement.filter(
      ({ Effect, Action }) =>
        Effect === 'Allow' && listed(Action).some((action) => /^iam:(Create|Attach|Put)Role/.test(action)),
    );
    const boundary = `arn:aws:iam::111122223333:policy/${bootstrapNames(FIXTURE).boundary}`;
    assert.ok(making.length > 0);
    for (const { Sid, Condition } of making)
      assert.equal(Condition?.StringEquals?.['iam:PermissionsBoundary'], boundary, Sid);
  });

  test('let CloudFormation make no user, no key and no version of a policy, whatever another policy allows', () => {
    const denied = policy('execution-iam')
      .Statement.filter(({ Effect }) => Effect === 'Deny')
      .flatMap(({ Action }) => listed(Action));
    for (const action of [
      'iam:CreateUser',
      'iam:CreateAccessKey',
      'iam:CreatePolicyVersion',
      'iam:DeleteRolePermissionsBoundary',
    ])
      assert.ok(denied.includes(action), action);
  });

  test('leave every backup where it is, whatever another policy allows', () => {
    const denied = policy('execution-iam')
      .Statement.filter(({ Effect, Resource }) => Effect === 'Deny' && Resource === '*')
      .flatMap(({ Action }) => listed(Action));
    for (const action of [
      'rds:DeleteDBSnapshot',
      'rds:DeleteDBInstanceAutomatedBackup',
      'backup:DeleteRecoveryPoint',
      'backup:DeleteBackupVaultLockConfiguration',
    ])
      assert.ok(
        denied.some((pattern) => covers(pattern, action)),
        `deny ${action} in lib/bootstrap/execution-iam.json`,
      );
  });

  test('let CloudFormation put on a vault the lock of the config that was bootstrapped, and take none off', () => {
    const lock = (changeableForDays?: number) => {
      const config = {
        ...FIXTURE,
        backupVault: { keepDays: 35, lock: { minRetentionDays: 30, changeableForDays }, number: 1 },
      };
      const locking = policyDocument('execution-backup', config, '111122223333').Statement.filter(({ Action }) =>
        listed(Action).some((action) => covers(action, 'backup:PutBackupVaultLockConfiguration')),
      );
      return locking.map(({ Condition }) => Condition);
    };
    assert.deepEqual(lock(), [
      {
        NumericEquals: { 'backup:MinRetentionDays': '30' },
        NumericEqualsIfExists: { 'backup:ChangeableForDays': '0' },
        Null: { 'backup:ChangeableForDays': 'true' },
      },
    ]);
    assert.deepEqual(lock(3), [
      {
        NumericEquals: { 'backup:MinRetentionDays': '30' },
        NumericEqualsIfExists: { 'backup:ChangeableForDays': '3' },
        Null: { 'backup:ChangeableForDays': 'false' },
      },
    ]);
    for (const file of FILES)
      for (const action of ['backup:DeleteBackupVaultLockConfiguration', 'backup:DeleteRecoveryPoint'])
        assert.ok(!allowed(file).some((pattern) => covers(pattern, action)), `${file} allows ${action}`);
  });

  test('let CloudFormation delete a vault of the blog and of nobody else: AWS deletes none that holds something', () => {
    const deleting = FILES.flatMap((file) => policy(file).Statement).filter(
      ({ Effect, Action }) =>
        Effect === 'Allow' && listed(Action).some((action) => covers(action, 'backup:DeleteBackupVault')),
    );
    assert.deepEqual(
      deleting.map(({ Resource }) => Resource),
      ['arn:aws:backup:eu-west-1:111122223333:backup-vault:fixture-vault-*'],
    );
  });

  test('let CloudFormation attach the policies of AWS that the app attaches, and no other', () => {
    const attached = roles().flatMap(([, { Properties }]) => {
      const text = JSON.stringify(Properties.ManagedPolicyArns ?? []);
      return [...text.matchAll(/iam::aws:policy\/([\w/-]+)/g)].map(([, name]) => `arn:aws:iam::aws:policy/${name}`);
    });
    const attaching = policy('execution-iam').Statement.find(({ Action }) => Action === 'iam:AttachRolePolicy');
    const taken = listed(attaching?.Condition?.ArnEquals?.['iam:PolicyARN']);
    assert.deepEqual([...taken].sort(), [...new Set(attached)].sort());
  });

  test('let CloudFormation hand roles to the services that the app gives roles to, and no other', () => {
    const trusted = roles().flatMap(([, { Properties }]) => {
      const text = JSON.stringify(Properties.AssumeRolePolicyDocument);
      return [...text.matchAll(/"Service":"([^"]+)"/g)].map(([, service = '']) => service);
    });
    const passing = policy('execution-iam').Statement.find(({ Action }) => Action === 'iam:PassRole');
    const taken = listed(passing?.Condition?.StringEquals?.['iam:PassedToService']);
    assert.deepEqual([...taken].sort(), [...new Set(trusted)].sort());
  });
});
