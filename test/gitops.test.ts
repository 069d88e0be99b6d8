import { testsBelow } from './folder.ts';

await testsBelow('test/gitops');
