import { contained } from '../../lib/config/contained.ts';
import type { HalfName } from './facts.ts';
import { readHalves } from './reader/read-halves.ts';

// node read-tree.ts TREE HALF...: prints those halves of a tree as JSON. A process of its own, because the code that reads is
// the tree's.

const [, , tree = '.', ...halves] = process.argv;
// What that code prints is not part of the document.
const facts = await contained(() => readHalves(tree, halves as HalfName[]));
process.stdout.write(JSON.stringify(facts));
