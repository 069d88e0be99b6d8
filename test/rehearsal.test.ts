import { testsBelow } from './support/folder.ts';

await testsBelow('rehearsal');
