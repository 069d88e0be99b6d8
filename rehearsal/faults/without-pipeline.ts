import type { Scenario } from '../scenarios/scenario.ts';

/** A fault without the pipeline, whose queue of builds would delay it and load the machine. */
export function withoutPipeline(fault: Scenario): Scenario {
  return { ...fault, run: (harness) => harness.pipeline.paused(async () => fault.run(harness)) };
}
