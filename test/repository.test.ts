import { runTogether } from './support/folder.ts';

await runTogether(
  'test/scanners',
  'test/docs.test.ts',
  'test/docs-commands.test.ts',
  'test/every-test.test.ts',
  'test/fitting-versions.test.ts',
  'test/imports.test.ts',
  'test/kubernetes-upgrade.test.ts',
  'test/lock-workflow.test.ts',
  'test/lockfile.test.ts',
  'test/support/repository.test.ts',
);
