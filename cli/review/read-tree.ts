import { compileOnce } from '../../lib/compile-once.ts';
import { contained } from '../../lib/config/contained.ts';
import type { HalfName } from './facts.ts';
import { readHalves } from './reader/read-halves.ts';

// node read-tree.ts TREE CODE TEMPORARY HALF...: prints those halves of a tree as JSON, read by the code of a tree, and makes temporary
// files in a folder. A process of its own, because that code is a pull request's, or another commit's.

const [, , tree = '.', code = tree, temporary, ...halves] = process.argv;
compileOnce();
// Set here and not by whoever starts this: what tsx has compiled lies where it did for other commands, and takes a second to make anew.
process.env.TMPDIR = temporary;
// What that code prints is not part of the document.
const facts = await contained(() => readHalves(tree, halves as HalfName[], code));
process.stdout.write(JSON.stringify(facts));
