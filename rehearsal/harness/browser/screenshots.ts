import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Where a rehearsal leaves its pictures: git-ignored, taken anew each time. */
export const SCREENSHOTS = join(import.meta.dirname, '../../screenshots');

/** The pictures that are there, as paths in the project. */
export function screenshots(folder = SCREENSHOTS): string[] {
  const project = join(import.meta.dirname, '../../..');
  return existsSync(folder) ? readdirSync(folder).map((name) => relative(project, join(folder, name))) : [];
}

/** Removes the pictures of an earlier rehearsal: one that takes none must not seem to have taken them. */
export function removeScreenshots(folder = SCREENSHOTS): void {
  rmSync(folder, { recursive: true, force: true });
}
