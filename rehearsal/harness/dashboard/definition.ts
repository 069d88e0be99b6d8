import { z } from 'zod';

/** A metric of a graph, as a line that is drawn. */
export interface Line {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  /** By which axis it is read. */
  readonly axis: 'left' | 'right';
}

/** A graph of a dashboard. Its place is in units of a grid that is 24 wide. */
export interface Graph {
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

const options = z.object({ stat: z.string().default('Average'), yAxis: z.enum(['left', 'right']).default('left') });
const body = z.object({
  widgets: z.array(
    z.object({
      type: z.literal('metric'),
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
      properties: z.object({ title: z.string(), metrics: z.array(z.array(z.union([z.string(), options]))) }),
    }),
  ),
});

/**
 * The graphs of a dashboard as CloudWatch keeps it.
 * @throws ZodError for what is not drawn here: other widgets, and expressions
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function graphsOf(definition: string): Graph[] {
  return body.parse(JSON.parse(definition)).widgets.map(({ properties, type: _, ...place }) => ({
    ...place,
    title: properties.title,
    lines: properties.metrics.map(lineOf),
  }));
}

/** Namespace, name, pairs of dimensions, and last what is said of the metric, if anything is. */
function lineOf(parts: readonly (string | z.output<typeof options>)[]): Line {
  const [namespace = '', name = '', ...rest] = parts.filter((part) => typeof part === 'string');
  const { stat, yAxis } = parts.find((part) => typeof part !== 'string') ?? options.parse({});
  const pairs = rest.flatMap((part, at) => (at % 2 === 0 ? [[part, rest[at + 1] ?? ''] as const] : []));
  return { namespace, name, dimensions: Object.fromEntries(pairs), statistic: stat, axis: yAxis };
}
