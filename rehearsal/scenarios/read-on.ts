import { unnoticed, whileReading } from '../harness/reader.ts';
import type { Scenario } from './scenario.ts';

/** Milliseconds between two looks while all is well: the machine is there for the scenario. */
const CALM = 500;

/**
 * A scenario that whoever only reads must not notice: somebody reads on all the while, and the table says what they met. What readers may
 * notice, or what comes before there is a blog, says why, and is as it was.
 */
export function readOn(scenario: Scenario): Scenario {
  if (scenario.unread !== undefined) return scenario;
  return {
    ...scenario,
    run: async (harness) => {
      const site = await harness.site();
      const { result, readers } = await whileReading(site, async () => scenario.run(harness), { calm: CALM });
      const met = unnoticed(readers);
      if (typeof result !== 'string') return { ...result, note: `${result.note}; ${met}` };
      return result === '' ? met : `${result}; ${met}`;
    },
  };
}
