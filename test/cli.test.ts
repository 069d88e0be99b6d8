import { runTogether } from './support/folder.ts';

await runTogether(
  'test/cli/announce',
  'test/cli/approvals',
  'test/cli/bootstrap',
  'test/cli/commands-in-messages.test.ts',
  'test/cli/connect',
  'test/cli/destroy',
  'test/cli/doctor',
  'test/cli/drift',
  'test/cli/lock',
  'test/cli/promote',
  'test/cli/rehearse',
  'test/cli/restore',
  'test/cli/review',
  'test/cli/shared',
  'test/cli/standing',
  'test/cli/status',
  'test/cli/usage.test.ts',
);
