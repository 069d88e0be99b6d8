import { runTogether } from './support/folder.ts';

await runTogether('rehearsal');
