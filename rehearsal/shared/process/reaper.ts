import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';

/** Keeps a list of process groups, and ends those on it when its input ends. */
const SCRIPT = `
held=" "
while read -r word group; do
  case $word in
    hold) held="$held$group " ;;
    release) held="\${held%% $group *} \${held#* $group }" ;;
  esac
done
for group in $held; do kill -9 "-$group"; done
`;

/** Ends what a process was running when that process is gone, however it went. */
export interface Reaper {
  readonly hold: (group: number) => void;
  readonly release: (group: number) => void;
  /** What the end of this process does too. */
  readonly end: () => void;
}

/** Starts a reaper: a shell that outlives this process by a moment. A signal to this process's group does not reach it. */
export function startReaper(): Reaper {
  const shell = spawn('sh', ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  shell.on('error', () => undefined); // without a shell nothing is watched, and nothing else is lost
  shell.stdin.on('error', () => undefined);
  shell.unref();
  (shell.stdin as Socket).unref();
  const tell = (line: string) => void shell.stdin.write(`${line}\n`);
  return {
    hold: (group) => tell(`hold ${group}`),
    release: (group) => tell(`release ${group}`),
    end: () => shell.stdin.end(),
  };
}
