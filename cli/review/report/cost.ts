import { PRICES } from '../cost/prices.ts';
import type { Review } from '../review.ts';
import { code } from './escape.ts';

/** What a pull request changes of the monthly cost, in a line; nothing when the infrastructure stays as it is. */
export function costLines({ cost, infrastructure }: Review): string[] {
  if (cost === undefined || 'error' in infrastructure || infrastructure.value.length === 0) return [];
  const { before, after, unknown } = cost;
  const by = after - before;
  const total = `${dollars(after)} dollars`;
  const moves = by > 0 ? `rises by ${dollars(by)} to ${total}` : `falls by ${dollars(-by)} to ${total}`;
  const change = Math.abs(by) < 0.005 ? `stays at ${total}` : moves;
  const prices = `list prices of ${PRICES.region}, ${PRICES.year}; what is by use is extra`;
  const without = unknown.length > 0 ? ` Without a price here: ${unknown.slice(0, 3).map(code).join(', ')}.` : '';
  return [`Cost a month: ${change} (${prices}).${without}`];
}

const dollars = (amount: number) => amount.toFixed(2);
