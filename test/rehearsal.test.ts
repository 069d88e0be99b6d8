import { testsBelow } from './folder.ts';

await testsBelow('rehearsal');
