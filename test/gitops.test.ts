import { runTogether } from './support/folder.ts';

await runTogether('test/gitops', 'test/contract.test.ts');
