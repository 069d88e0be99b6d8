import { runTogether } from './support/folder.ts';

await runTogether('test/cli/verify');
