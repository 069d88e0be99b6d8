import { catalogue, everything } from './cache/catalogue.ts';
import { cacheFolders } from './cache/folders.ts';
import { obtain } from './cache/obtain.ts';
import { RehearsalError } from './errors.ts';
import { checkPreconditions } from './preconditions.ts';
import { Steps } from './steps.ts';

try {
  const steps = new Steps();
  const go = await checkPreconditions();
  await obtain(everything(catalogue(go)), cacheFolders(process.env), steps);
} catch (error) {
  if (!(error instanceof RehearsalError)) throw error;
  console.error(error.report());
  process.exitCode = 1;
}
