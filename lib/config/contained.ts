/** What code of the config must not do. */
class ForbiddenCallError extends Error {
  override readonly name = 'ForbiddenCallError';
}

type Write = (chunk: unknown, ...rest: unknown[]) => boolean;

/**
 * Runs code of the config, which is for plain values: what it prints goes to standard error, because standard output may be one
 * JSON document; it cannot end the command, and sets no exit code.
 * @throws ForbiddenCallError, out of the code itself, when it calls process.exit
 */
export async function contained<T>(work: () => Promise<T>): Promise<T> {
  const { exit, exitCode } = process;
  const { write } = process.stdout;
  process.exit = () => {
    throw new ForbiddenCallError('process.exit would end the command: write plain values, or throw an error');
  };
  const toStderr = process.stderr.write.bind(process.stderr) as Write;
  const toStdout = write.bind(process.stdout) as Write;
  // Bytes are no words of a config: a test runner reports by them.
  process.stdout.write = ((chunk: unknown, ...rest: unknown[]) =>
    (typeof chunk === 'string' ? toStderr : toStdout)(chunk, ...rest)) as typeof write;
  try {
    return await work();
  } finally {
    process.exit = exit;
    process.exitCode = exitCode;
    process.stdout.write = write;
  }
}
