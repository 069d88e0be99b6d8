import { fileURLToPath } from 'node:url';

/** This project's folder, whichever of its folders a command is typed in. Ends with a slash. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
