import { escaped } from '../browser/escaped.ts';
import type { Page } from '../browser/side-by-side.ts';
import type { Graph, Line } from './definition.ts';
import { pointsOf, type Sample } from './points.ts';

export interface Drawing {
  readonly title: string;
  /** What the numbers are, and are not. */
  readonly note: string;
  readonly graphs: readonly Graph[];
  /** What a line's metric was; undefined where nothing here measures it. */
  readonly samples: (line: Line) => readonly Sample[] | undefined;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** How long what a point sums up is. Milliseconds. */
  readonly period: number;
}

/** Pixels. A unit is a cell of the dashboard's grid, which is 24 wide. */
const UNIT = { width: 66, height: 44 } as const;
const SIZE = { margin: 24, head: 92, plotLeft: 64, plotRight: 56, plotTop: 34, plotBottom: 60 } as const;
const COLOURS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728'];

const STYLE = `
* { box-sizing: border-box; margin: 0; }
body { background: #f2f3f3; color: #16191f; font-family: sans-serif; padding: ${SIZE.margin}px; }
h1 { font-size: 30px; line-height: 40px; }
p { font-size: 17px; line-height: 24px; height: ${SIZE.head - 40}px; color: #414d5c; }
main { position: relative; }
svg { position: absolute; background: #fff; border: 1px solid #d5dbdb; }
text { font: 13px sans-serif; fill: #414d5c; }
.title { font-size: 15px; font-weight: bold; fill: #16191f; }
`;

/** A dashboard as a page: what its definition names, with the numbers that were seen. */
export function drawDashboard(drawing: Drawing): Page {
  const { title, note, graphs } = drawing;
  const rows = Math.max(...graphs.map(({ y, height }) => y + height));
  const html = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1><p>${escaped(note)}</p><main>${graphs.map((graph) => svg(graph, drawing)).join('')}</main>
</body></html>`;
  return {
    html,
    width: 24 * UNIT.width + 2 * SIZE.margin,
    height: rows * UNIT.height + SIZE.head + 2 * SIZE.margin,
  };
}

function svg(graph: Graph, drawing: Drawing): string {
  const [width, height] = [graph.width * UNIT.width - 8, graph.height * UNIT.height - 8];
  const place = `left:${graph.x * UNIT.width}px;top:${graph.y * UNIT.height}px`;
  const plot = {
    left: SIZE.plotLeft,
    right: width - SIZE.plotRight,
    top: SIZE.plotTop,
    bottom: height - SIZE.plotBottom,
  };
  const curves = graph.lines.map((line, at) => {
    const samples = drawing.samples(line);
    const points = samples && pointsOf(samples, line.statistic, drawing.period);
    return { line, points, colour: COLOURS[at % COLOURS.length] ?? '' };
  });
  const most = (axis: Line['axis']) =>
    Math.max(
      0,
      ...curves.filter(({ line }) => line.axis === axis).flatMap(({ points = [] }) => points.map(({ value }) => value)),
    );
  const top = { left: roundUp(most('left')), right: roundUp(most('right')) };
  const x = (at: number) => plot.left + ((at - drawing.from) / (drawing.to - drawing.from)) * (plot.right - plot.left);
  const y = (value: number, axis: Line['axis']) => plot.bottom - (value / top[axis]) * (plot.bottom - plot.top);
  const drawn = curves.map(({ line, points = [], colour }) => {
    const places = points.map(({ at, value }) => [x(at).toFixed(1), y(value, line.axis).toFixed(1)] as const);
    const dots = places.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`).join('');
    const path = places.map((pair) => pair.join(',')).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}`;
  });
  const legend = curves.map(({ line, points, colour }, at) => {
    const unknown = points === undefined ? ': on AWS alone' : points.length === 0 ? ': nothing yet' : '';
    const axis = line.axis === 'right' ? ', right axis' : '';
    const label = escaped(`${line.name} (${line.statistic}${axis})${unknown}`);
    const row = height - 12 - 15 * (curves.length - 1 - at);
    return `<rect x="12" y="${row - 9}" width="9" height="9" fill="${colour}"/><text x="26" y="${row}">${label}</text>`;
  });
  const right = graph.lines.some(({ axis }) => axis === 'right');
  const axes = [
    `<path d="M${plot.left} ${plot.top}V${plot.bottom}H${plot.right}" fill="none" stroke="#aab7b8"/>`,
    label(plot.left - 6, plot.top + 5, short(top.left), 'end'),
    label(plot.left - 6, plot.bottom, '0', 'end'),
    right ? label(plot.right + 6, plot.top + 5, short(top.right), 'start') : '',
    label(plot.left, plot.bottom + 15, clock(drawing.from), 'start'),
    label(plot.right, plot.bottom + 15, clock(drawing.to), 'end'),
  ];
  const heading = `<text class="title" x="12" y="22">${escaped(graph.title)}</text>`;
  return `<svg style="${place}" width="${width}" height="${height}">${heading}${axes.join('')}${drawn.join('')}${legend.join('')}</svg>`;
}

const label = (x: number, y: number, text: string, anchor: 'start' | 'end'): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${text}</text>`;

/** The next number of one digit and noughts, so that the axis is easy to read; 1 for nothing. */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}

const short = (value: number): string => Intl.NumberFormat('en', { notation: 'compact' }).format(value);

/** Hours and minutes of UTC. */
const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
