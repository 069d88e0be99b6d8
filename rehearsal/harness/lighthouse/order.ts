/** Lighthouse's own settings for a visitor: a slow phone on a slow network, or a desktop on a quick one. */
export type Preset = 'mobile' | 'desktop';

/** What Lighthouse scores, under its own names. */
export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

export type Category = (typeof CATEGORIES)[number];

/** What the process that audits is told. */
export interface Order {
  /** Lighthouse's main module. */
  readonly program: string;
  /** Where the browser listens for the DevTools protocol, on this machine. */
  readonly port: number;
  readonly url: string;
  readonly preset: Preset;
  readonly categories: readonly Category[];
  /** Where Lighthouse's whole report goes, as JSON. */
  readonly file: string;
}
