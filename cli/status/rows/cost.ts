import { good } from '../../doctor/check.ts';
import { monthlySum } from '../../review/cost/compare.ts';
import { PRICES } from '../../review/cost/prices.ts';
import type { Row } from '../asked.ts';

/** What stands by the hour, by list prices: what was really billed, AWS's Cost Explorer knows, a cent a question. */
export const cost: Row = {
  id: 'cost',
  title: 'What the infrastructure costs a month, but for what is by use',
  find: async ({ templates }) =>
    good(
      `about ${Math.round(monthlySum(templates))} dollars a month and what is by use, list prices of ${PRICES.region}`,
    ),
};
