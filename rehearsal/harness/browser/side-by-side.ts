import type { ChangedFile } from '../diffs.ts';
import { escaped } from './escaped.ts';
import { WINDOW } from './photograph.ts';

/** The blog at one moment. */
export interface Moment {
  /** A picture of it, a PNG. */
  readonly picture: Buffer;
  /** What was read of the running system, by what it is. Both moments have the same names. */
  readonly facts: Readonly<Record<string, string>>;
}

/** What one merged pull request did. */
export interface Merge {
  readonly title: string;
  /** What is told of it, in one line. */
  readonly outcome: string;
  readonly diff: readonly ChangedFile[];
  readonly before: Moment;
  readonly after: Moment;
}

/** A page of HTML, and the pixels that it takes. */
export interface Page {
  readonly html: string;
  readonly width: number;
  readonly height: number;
}

/** Pixels. Every line of text is as high as is said here, so that the height of the whole is known. */
const SIZE = { width: 1600, margin: 32, title: 54, outcome: 52, line: 36, code: 30 } as const;
const COLUMN = (SIZE.width - 3 * SIZE.margin) / 2;
const PICTURE = Math.round((COLUMN * WINDOW.height) / WINDOW.width);

const STYLE = `
* { box-sizing: border-box; margin: 0; }
body { width: ${SIZE.width}px; padding: ${SIZE.margin}px; background: #f6f8fa; color: #1f2328; font-family: sans-serif; }
h1 { height: ${SIZE.title}px; font-size: 40px; line-height: 46px; }
h1 + p { height: ${SIZE.outcome}px; font-size: 24px; line-height: 28px; }
h2 { height: ${SIZE.line}px; font-size: 24px; line-height: 28px; }
main { display: grid; grid-template-columns: ${COLUMN}px ${COLUMN}px; column-gap: ${SIZE.margin}px; }
img { display: block; width: ${COLUMN}px; height: ${PICTURE}px; border: 1px solid #d0d7de; }
table { width: 100%; border-collapse: collapse; font-size: 22px; margin-top: ${SIZE.margin / 2}px; }
td { height: ${SIZE.line}px; padding: 0; white-space: nowrap; }
td:first-child { width: 170px; color: #59636e; }
.changed { font-weight: bold; }
pre { margin-top: ${SIZE.margin / 2}px; padding: ${SIZE.margin / 2}px; background: #fff; border: 1px solid #d0d7de; font: 22px/${SIZE.code}px monospace; overflow: hidden; }
pre * { display: block; padding: 0 8px; }
ins { background: #dafbe1; text-decoration: none; }
del { background: #ffebe9; text-decoration: none; }
`;

/** The blog before and after one merged pull request, with what it changed below. */
export function sideBySide({ title, outcome, diff, before, after }: Merge): Page {
  const html = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1><p>${escaped(outcome)}</p>
<main>${column('Before', before, before)}${column('After one merged pull request', after, before)}</main>
<pre>${diff.map(file).join('')}</pre>
</body></html>`;
  const facts = Object.keys(after.facts).length * SIZE.line + SIZE.margin / 2;
  const lines = diff.reduce((sum, { lines }) => sum + lines.length + 1, 0);
  const code = lines * SIZE.code + 1.5 * SIZE.margin + 2;
  const head = SIZE.title + SIZE.outcome + SIZE.line;
  return { html, width: SIZE.width, height: 2 * SIZE.margin + head + PICTURE + facts + code };
}

function column(heading: string, { picture, facts }: Moment, before: Moment): string {
  const rows = Object.entries(facts).map(([name, value]) => {
    const changed = value === before.facts[name] ? '' : ' class="changed"';
    return `<tr><td>${escaped(name)}</td><td${changed}>${escaped(value)}</td></tr>`;
  });
  const source = `data:image/png;base64,${picture.toString('base64')}`;
  return `<section><h2>${heading}</h2><img src="${source}" alt=""><table>${rows.join('')}</table></section>`;
}

function file({ file: name, lines }: ChangedFile): string {
  const marked = lines.map((line) => {
    const element = line.startsWith('+') ? 'ins' : 'del';
    return `<${element}>${escaped(line)}</${element}>`;
  });
  return `<b>${escaped(name)}</b>${marked.join('')}`;
}
