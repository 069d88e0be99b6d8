import { testsBelow } from './support/folder.ts';

await testsBelow('test/scanners');
