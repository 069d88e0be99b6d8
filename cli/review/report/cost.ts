import type { Cost } from '../cost/compare.ts';
import { PRICES } from '../cost/prices.ts';
import type { OtherEnvironment } from '../environments/compare.ts';
import type { Review } from '../review.ts';
import { code } from './escape.ts';

/** What a pull request changes of the monthly cost, a line for each environment; nothing where the infrastructure stays as it is. */
export function costLines(review: Review): string[] {
  const { environments } = review;
  if (environments === undefined) return changeOf(review, '');
  const { shown, shownIsNew, others } = environments;
  return [
    ...(shownIsNew ? wholeOf(review.cost, shown, 'new') : changeOf(review, ` of ${code(shown)}`)),
    ...others.flatMap((other) => {
      if (other.is !== 'changed') return wholeOf(other.cost, other.name, other.is);
      return moved(other.cost) ? changeOf(other, ` of ${code(other.name)}`) : [];
    }),
  ];
}

function changeOf({ cost, infrastructure }: Pick<Review, 'cost' | 'infrastructure'>, of: string): string[] {
  if (cost === undefined || 'error' in infrastructure || infrastructure.value.length === 0) return [];
  const { before, after } = cost;
  const by = after - before;
  const total = `${dollars(after)} dollars`;
  const moves = by > 0 ? `rises by ${dollars(by)} to ${total}` : `falls by ${dollars(-by)} to ${total}`;
  return [told(of, moved(cost) ? moves : `stays at ${total}`, cost)];
}

const moved = (cost: Cost | undefined) => cost !== undefined && Math.abs(cost.after - cost.before) >= 0.005;

/** Of an environment that one side has alone. What stands of one that goes is paid until somebody destroys it. */
function wholeOf(cost: Cost | undefined, name: string, is: Exclude<OtherEnvironment['is'], 'changed'>): string[] {
  if (cost === undefined) return [];
  const of = ` of ${code(name)}`;
  if (is === 'new') return [told(of, `${dollars(cost.after)} dollars once it stands`, cost)];
  return [told(of, `${dollars(cost.before)} dollars until it is destroyed`, cost)];
}

function told(of: string, what: string, { unknown }: Cost): string {
  const prices = `list prices of ${PRICES.region}, ${PRICES.year}; what is by use is extra`;
  const without = unknown.length > 0 ? ` Without a price here: ${unknown.slice(0, 3).map(code).join(', ')}.` : '';
  return `Cost a month${of}: ${what} (${prices}).${without}`;
}

const dollars = (amount: number) => amount.toFixed(2);
