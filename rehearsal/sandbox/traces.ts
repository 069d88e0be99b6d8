import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { RehearsalError } from '../shared/errors.ts';

/** Names that nothing but this project gives to files. */
const OF_THE_PROJECT = /^(onemerge|ministack)/;

/** Folders that are empty when a command begins in overlay.sh. */
const FRESH = ['/tmp', '/var/tmp'];

/** The folders in which overlay.sh collects what is written below a place of the machine. */
function layersOf(scratch: string): { readonly place: string; readonly folder: string }[] {
  const layers = join(scratch, 'layers');
  if (!existsSync(layers)) return [];
  return readdirSync(layers).map((name) => ({ place: name.replaceAll('-', '/'), folder: join(layers, name) }));
}

/**
 * What a command left in the layers of overlay.sh: of a new folder only its own path, of an old one what is new in it.
 * @param allowed paths that may be there, with all below them
 */
export function tracesIn(scratch: string, allowed: readonly string[]): string[] {
  return layersOf(scratch)
    .flatMap(({ place, folder }) => tracesBelow(place, folder, { fresh: FRESH.includes(place), allowed }))
    .sort();
}

interface Look {
  /** The place was empty for the command, whatever the machine has there. */
  readonly fresh: boolean;
  readonly allowed: readonly string[];
}

function tracesBelow(place: string, folder: string, look: Look): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(place, entry.name);
    const within = join(folder, entry.name);
    if (look.allowed.includes(path)) return [];
    const before = !look.fresh && existsSync(path);
    if (entry.isDirectory() && (before || leadsTo(path, look.allowed))) return tracesBelow(path, within, look);
    if (entry.isCharacterDevice() && lstatSync(within).rdev === 0) return [`${path} (removed)`]; // how an overlay deletes
    return [before ? `${path} (changed)` : path];
  });
}

/**
 * Paths among those of a machine that are of this project.
 * @param kept folders that are there on purpose, such as the checkout: neither they nor what they lie in are traces
 */
export function tracesAmong(paths: Iterable<string>, kept: readonly string[]): string[] {
  return [...paths].filter((path) => OF_THE_PROJECT.test(basename(path)) && !leadsTo(path, kept)).sort();
}

/** Whether one of these paths is this one, or below it. */
function leadsTo(path: string, paths: readonly string[]): boolean {
  return paths.some((one) => !relative(path, one).startsWith('..'));
}

/** The error for what was on the machine before the command. */
export function foundBefore(traces: readonly string[]): RehearsalError {
  return new RehearsalError(`this machine has traces of the project already: ${traces.join(', ')}`, {
    help: `look whose they are, then: rm -r ${traces.join(' ')}`,
  });
}

/** The error for what a command left. Nothing of it is on the machine: it was written to layers. */
export function leftBehind(command: string, traces: readonly string[]): RehearsalError {
  return new RehearsalError(`"${command}" left on the machine:\n${traces.map((path) => `  ${path}`).join('\n')}`, {
    help: 'remove each where it is made (a test in its `after`), or send it to a folder that is removed',
  });
}
