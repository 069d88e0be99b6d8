import { redaction } from './redact.ts';

/**
 * Makes standard output and standard error safe to write to, for the rest of the process: secrets of the environment are hidden in
 * whatever is written, a reader that has gone (`| head -1`) is no error, and what cannot be written is told and ends with code 2.
 */
export function guardOutput(env: NodeJS.ProcessEnv = process.env): void {
  const redact = redaction(env);
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
    const redacting = (chunk: unknown, ...rest: unknown[]) =>
      write(typeof chunk === 'string' ? redact(chunk) : chunk, ...rest);
    stream.write = redacting as typeof stream.write;
    stream.on('error', (error: NodeJS.ErrnoException) => lost(stream, error));
  }
}

let isLost = false;

/** Whether what is written to standard output reaches nobody any more: what shows something again and again may end. */
export const outputIsLost = (): boolean => isLost;

function lost(stream: NodeJS.WriteStream, { code, message }: NodeJS.ErrnoException): void {
  isLost ||= stream === process.stdout;
  // The reader has all it wanted: the answer is the exit code.
  if (code === 'EPIPE') return;
  // Nobody could read it there.
  if (stream !== process.stderr) {
    process.stderr.write(`The output could not be written: ${message}\n  help: make room, or write it elsewhere\n`);
  }
  // After every command has set its own.
  process.once('exit', () => {
    process.exitCode = 2;
  });
}
