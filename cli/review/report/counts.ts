/** How many changes there are of each kind: `1 added, 2 updated`. */
export function counts(changes: readonly { readonly impact: string }[]): string {
  const impacts = [...new Set(changes.map(({ impact }) => impact))].sort();
  return impacts.map((one) => `${changes.filter(({ impact }) => impact === one).length} ${one}`).join(', ');
}
