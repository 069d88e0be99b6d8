import { type TreeImage, treeImages } from '../../../cli/shared/rendering/images.ts';
import { RenderingError } from '../../../cli/shared/rendering/render.ts';
import { RehearsalError } from '../../shared/errors.ts';

/**
 * What the tree, as its files are now, makes a cluster pull.
 * @throws RehearsalError when the tree cannot be rendered
 */
export function findTreeImages(): TreeImage[] {
  try {
    return treeImages();
  } catch (error) {
    if (!(error instanceof RenderingError)) throw error;
    throw new RehearsalError(error.message, { help: 'see it and more of the kind: npm test', cause: error });
  }
}
