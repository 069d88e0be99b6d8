import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../lib/config/config.ts';
import { infrastructuresIn } from '../../lib/infrastructure.ts';
import { LOCK_FILE, lockedInfrastructure, lockText } from '../../lib/lock.ts';
import { assemblyStacks } from '../shared/assembly.ts';
import { CommandError } from '../shared/command-error.ts';

const FILE = fileURLToPath(new URL(`../../${LOCK_FILE}`, import.meta.url));

/**
 * Writes the lock, whatever the file holds. Returns what to tell.
 * @param infrastructure the fingerprint of what the config describes
 * @throws CommandError when the file cannot be read or written
 */
export function writeLock(config: Config, infrastructure: string, file = FILE): string {
  const text = lockText(infrastructure, config.rollout);
  if (lockAt(file) === text) return `${LOCK_FILE} is current: ${told(config, infrastructure)}.`;
  reachingFile('written', () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  });
  return `${LOCK_FILE} written: ${told(config, infrastructure)}. Commit it with the change.`;
}

/**
 * Compares the lock with the infrastructure that the config describes. Returns what to tell.
 * @param infrastructure its fingerprint
 * @throws CommandError when it is another one, or none
 */
export function requireLock(config: Config, infrastructure: string, file = FILE): string {
  const text = lockText(infrastructure, config.rollout);
  const found = lockAt(file);
  if (found === text) return `${LOCK_FILE} is current: ${told(config, infrastructure)}.`;
  throw new CommandError(`${LOCK_FILE} ${differs(found, infrastructure)}`, {
    help: 'npx onemerge lock, then commit the file',
    exitCode: 1,
  });
}

/**
 * The fingerprint that a synthesized app writes into the settings.
 * @param folder that `cdk synth` wrote
 * @throws CommandError when it holds none
 */
export function assembledInfrastructure(folder: string): string {
  const [infrastructure] = infrastructuresIn(JSON.stringify(assemblyStacks(folder)));
  if (infrastructure !== undefined) return infrastructure;
  throw new CommandError(`no stack in ${folder} writes the settings`, { help: 'npx cdk synth --quiet' });
}

const lockAt = (file: string) =>
  existsSync(file) ? reachingFile('read', () => readFileSync(file, 'utf8')) : undefined;

/** @throws CommandError when the disk is full, or something else than a file is there */
function reachingFile<T>(done: 'read' | 'written', work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new CommandError(`${LOCK_FILE} cannot be ${done}: ${error instanceof Error ? error.message : error}`, {
      help: 'make it a file that can be read and written, with room on the disk; then run the command again',
    });
  }
}

function told({ rollout }: Config, infrastructure: string): string {
  return rollout === 'parallel' ? 'the manifests wait for nothing' : `the manifests wait for ${infrastructure}`;
}

function differs(found: string | undefined, infrastructure: string): string {
  if (found === undefined) return 'does not exist';
  if (found.includes('<<<<<<<')) return 'holds a merge conflict';
  const named = lockedInfrastructure(found);
  if (named === infrastructure) return 'was edited by hand, or written by another version';
  const now = `the infrastructure is ${infrastructure}`;
  return named === undefined ? `is stale: it names none, and ${now}` : `is stale: it names ${named}, and ${now}`;
}
