/** What a check wants people to know besides that it passed: times and counts. */
type Evidence = string;

/** Runs checks one after the other and says at once how each went. */
export class Report {
  passed = 0;
  failed = 0;
  private readonly print: (line: string) => void;

  constructor(print: (line: string) => void = console.log) {
    this.print = print;
  }

  section(title: string): void {
    this.print(`\n${title}`);
  }

  note(text: string): void {
    this.print(`  ${text}`);
  }

  /**
   * @param consequence what a user may rely on when it passes
   * @param action throws when that is not so
   * @returns whether it passed
   */
  async check(consequence: string, action: () => Promise<Evidence>): Promise<boolean> {
    const start = performance.now();
    const took = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
    try {
      const evidence = await action();
      this.passed++;
      this.print(`  ok    ${consequence} (${took()}): ${evidence}`);
      return true;
    } catch (error) {
      this.failed++;
      const text = error instanceof Error ? error.message : String(error);
      this.print(`  FAIL  ${consequence} (${took()}): ${text.replaceAll('\n', '\n        ')}`);
      return false;
    }
  }

  /** The last line, in the form that runners recognise. */
  summary(): string {
    return `${this.passed} passed, ${this.failed} failed`;
  }
}
