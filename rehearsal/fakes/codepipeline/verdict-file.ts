/** Where a build's `npx onemerge verify` leaves its verdict, as JSON: beside the build's log. */
export function verdictFile(log: string): string {
  return `${log}.verdict.json`;
}
