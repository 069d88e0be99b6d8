import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resources, STACK_NAMES, type TemplateResource, templates } from '../../support/fixtures.ts';

/** What a template keeps or leaves something of, and the word by which `destroy` lists it: cli/destroy/leftovers.ts. */
const LISTED: Readonly<Record<string, string>> = {
  'AWS::Backup::BackupVault': 'vault',
  'AWS::EFS::FileSystem': 'file system',
  'AWS::Logs::LogGroup': 'log group',
  'AWS::Logs::LogStream': 'log group',
  'AWS::RDS::DBInstance': 'snapshot',
  'AWS::S3::Bucket': 'bucket',
};

/** A blog with everything that a config can ask for and that holds something. */
const everything = templates({
  backupVault: { keepDays: 35, lock: { minRetentionDays: 30 } },
  blog: { ownerEmail: 'owner@example.com', accessLogs: { keepDays: 30 } },
  logs: { keepDays: 30 },
  driftCheck: 'weekly',
  monthlyBudget: 300,
  cdnMetrics: 'on',
});

const kept = STACK_NAMES.flatMap((stack) => {
  const all = everything[stack].toJSON().Resources as Record<string, TemplateResource>;
  return Object.entries(all)
    .filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete')
    .map(([id, { Type }]) => ({ type: Type, id: `${stack}/${id}` }));
});

describe('what a template keeps when its stack goes', () => {
  test('is listed by destroy, with what it costs and what removes it', () => {
    const unlisted = kept.filter(({ type }) => LISTED[type] === undefined);
    assert.deepEqual(unlisted, [], 'look for it in cli/destroy/leftovers.ts, or let the stack delete it');
  });

  test('is no other than that: what is listed for a template is kept by one', () => {
    const types = new Set(kept.map(({ type }) => type));
    assert.deepEqual([...types].sort(), Object.keys(LISTED).sort());
  });

  test('has no name of its own, so that it is found by the name of the blog', () => {
    for (const stack of STACK_NAMES)
      for (const [id, { DeletionPolicy = 'Delete', Properties }] of Object.entries(
        resources(everything[stack], 'AWS::Logs::LogGroup'),
      ))
        if (DeletionPolicy !== 'Delete')
          assert.ok(
            Properties?.LogGroupName === undefined ||
              /\/aws\/lambda\/|fixture/.test(JSON.stringify(Properties.LogGroupName)),
            `${stack}/${id} has a name that destroy does not look for`,
          );
  });
});
