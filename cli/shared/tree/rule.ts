import type { Fault } from './fault.ts';
import { locate, type Path, pathText } from './locate.ts';
import type { Applied, Tree } from './tree.ts';
import { nameOf } from './tree.ts';

/** One thing that holds for all of gitops/. */
export interface Rule {
  /** What holds, to follow "gitops/": `holds no Secret`. */
  readonly name: string;
  /** Where it does not. */
  readonly check: (tree: Tree) => Iterable<Fault>;
}

/** A rule about each object by itself: `say` calls `fault` for what is wrong. */
export function objectRule(name: string, say: (applied: Applied, fault: SayFault, tree: Tree) => void): Rule {
  const check = (tree: Tree) =>
    tree.applied.flatMap((applied) => {
      const faults: Fault[] = [];
      say(applied, (path, what, edit) => faults.push(faultOf(tree, applied, path, what, edit)), tree);
      return faults;
    });
  return { name, check };
}

/** @param path of the field at fault, which begins the sentence; none for the object itself */
export type SayFault = (path: Path, what: string, edit: string) => void;

/** A fault of a field of an object. */
export function faultOf(tree: Tree, applied: Applied, path: Path, what: string, edit: string): Fault {
  const subject = path.length > 0 ? `${nameOf(applied.object)}: ${pathText(path)}` : nameOf(applied.object);
  return { where: locate(tree, applied, path), what: `${subject} ${what}`, edit };
}
