/** The last line of `onemerge verify`'s report, whatever it says: `4b825dc is live: ...`. */
const SUMMARY = /^(Whether )?[0-9a-f]{7} is (live|not live|superseded)\b/;

/** What the verdict said in a build's log; undefined when the build did not come that far. */
export function verdictIn(log: string): string | undefined {
  return log.split('\n').findLast((line) => SUMMARY.test(line));
}
