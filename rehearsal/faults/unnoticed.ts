import { unnoticed, whileReading } from '../harness/reader.ts';
import type { Scenario } from '../scenarios/scenario.ts';

/** A fault that whoever only reads must not notice: somebody reads on all the while, and the table says what they met. */
export function unnoticedByReaders(fault: Scenario): Scenario {
  return {
    ...fault,
    run: async (harness) => {
      const { result, readers } = await whileReading(await harness.site(), async () => fault.run(harness));
      const met = unnoticed(readers);
      return typeof result === 'string' ? `${result}; ${met}` : { ...result, note: `${result.note}; ${met}` };
    },
  };
}
