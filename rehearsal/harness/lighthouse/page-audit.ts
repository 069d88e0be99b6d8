import { z } from 'zod';
import { RehearsalError } from '../../shared/errors.ts';
import { CATEGORIES, type Category } from './order.ts';

/** An audit that a page failed. */
interface Failing {
  /** As Lighthouse names it. */
  readonly id: string;
  /** For people, and what it found where it has a figure for it. */
  readonly title: string;
}

/** What Lighthouse says of a page. */
export interface PageAudit {
  /** 0 to 100. */
  readonly scores: Readonly<Record<Category, number>>;
  /**
   * How quick Lighthouse found the machine: below 1000 it calls it slower than it expects, and its times too long.
   * https://github.com/GoogleChrome/lighthouse/blob/main/docs/throttling.md
   */
  readonly machine: number;
  /** Milliseconds, as its model of a visitor has them: until the largest thing is drawn, and for how long no click is taken. */
  readonly largestPaint: number;
  readonly blocked: number;
  /** How far what is drawn moves: 0.1 is good. */
  readonly shift: number;
  /** Over the wire. */
  readonly bytes: number;
  /** In Lighthouse's order. */
  readonly failing: readonly Failing[];
}

/** Below it an audit has failed; Lighthouse colours it so. https://developer.chrome.com/docs/lighthouse/performance/performance-scoring */
const PASSES = 0.9;

const score = z.number().nullable();
const item = z.object({ severity: z.string().optional() }).loose();
const audit = z.object({
  id: z.string(),
  title: z.string(),
  score,
  scoreDisplayMode: z.string(),
  displayValue: z.string().optional(),
  numericValue: z.number().optional(),
  details: z
    .object({ items: z.union([z.array(item), z.record(z.string(), z.unknown())]).optional() })
    .loose()
    .optional(),
});
type Audit = z.infer<typeof audit>;
const report = z.object({
  runtimeError: z.object({ code: z.string(), message: z.string() }).optional(),
  environment: z.object({ benchmarkIndex: z.number() }),
  categories: z.record(z.string(), z.object({ score, auditRefs: z.array(z.object({ id: z.string() })) })),
  audits: z.record(z.string(), audit),
});

/**
 * Reads a report of Lighthouse.
 * @throws RehearsalError when Lighthouse could not load the page, or has not scored it
 */
export function pageAuditOf(lhr: unknown): PageAudit {
  const { runtimeError, environment, categories, audits } = report.parse(lhr);
  const refuse = (why: string) =>
    new RehearsalError(`Lighthouse has no score for the page: ${why}`, {
      help: 'read the log of lighthouse; run again with --keep, and look at the page yourself',
    });
  if (runtimeError) throw refuse(`${runtimeError.code}, ${runtimeError.message}`);
  const scored = (name: Category) => {
    const found = categories[name]?.score;
    if (typeof found !== 'number') throw refuse(`${name} is not scored`);
    return [name, Math.round(found * 100)] as const;
  };
  const value = (id: string) => audits[id]?.numericValue ?? 0;
  const named = new Set(Object.values(categories).flatMap(({ auditRefs }) => auditRefs.map(({ id }) => id)));
  const failing = Object.values(audits).filter((one) => named.has(one.id) && hasFailed(one));
  return {
    scores: Object.fromEntries(CATEGORIES.map(scored)) as Record<Category, number>,
    machine: Math.round(environment.benchmarkIndex),
    largestPaint: value('largest-contentful-paint'),
    blocked: value('total-blocking-time'),
    shift: value('cumulative-layout-shift'),
    bytes: value('total-byte-weight'),
    failing: failing.map(({ id, title, displayValue }) => ({
      id,
      title: displayValue ? `${title} (${displayValue})` : title,
    })),
  };
}

/** Headers have no score: Lighthouse lists what they lack, and how bad that is. */
function hasFailed({ score: given, scoreDisplayMode, details }: Audit): boolean {
  if (scoreDisplayMode === 'informative' && Array.isArray(details?.items))
    return details.items.some(({ severity }) => severity === 'High');
  return given !== null && given < PASSES;
}
