import { join } from 'node:path';
import { type Rendered, RenderingError, renderTree } from '../../cli/shared/rendering/render.ts';
import type { Settings } from '../../lib/settings.ts';
import type { Sandbox } from '../sandbox/setup.ts';
import { RehearsalError } from '../shared/errors.ts';

/**
 * The tree as the files are now, rendered by the sandbox's kubectl.
 * @param folder of the repository; the project that rehearses when left out
 * @throws RehearsalError when it cannot be rendered
 */
export function render(sandbox: Sandbox, values: Settings, folder?: string): Rendered[] {
  try {
    return renderTree({ ...values }, { path: join(sandbox.plan.cache.tools, 'kubectl'), origin: 'the cache' }, folder);
  } catch (error) {
    if (!(error instanceof RenderingError)) throw error;
    throw new RehearsalError(error.message, { help: 'see the error in more detail: npm test', cause: error });
  }
}
