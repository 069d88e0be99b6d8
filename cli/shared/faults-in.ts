import type { z } from 'zod';

/** In which an answer differs from what its service documents, on one line. */
export const faultsIn = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, MOST)
    .map(({ path, message }) => `${path.join('.') || 'the answer'}: ${message.replace(/^Invalid input: /, '')}`)
    .join('; ');

/** The first few say what kind of answer it is. */
const MOST = 3;
