import type { Act } from '../scenarios/scenario.ts';

/** A drill without the pipeline, whose queue of builds would delay it and load the machine. */
export function aside(drill: Act): Act {
  return { ...drill, play: (stage) => stage.pipeline.aside(async () => drill.play(stage)) };
}
