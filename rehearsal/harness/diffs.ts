/** The types of the resources that `cdk diff` says would change, with the mark that it gives them: `[~] AWS::RDS::DBInstance`. */
export function changedResources(diff: string): string[] {
  return [...new Set([...diff.matchAll(/^\[[-+~]\] (?:AWS|Custom)::\S+/gm)].map(([found]) => found))];
}

/** What a diff of Git changes in one file. */
export interface ChangedFile {
  readonly file: string;
  /** Without their indentation: `- memory: 1Gi`, `+ memory: 1280Mi`. */
  readonly lines: readonly string[];
}

/** The changed lines of a diff of Git, by file. */
export function changedFiles(diff: string): ChangedFile[] {
  return diff.split(/^diff --git .*$/m).flatMap((part) => {
    const file = /^[-+]{3} [ab]\/(.+)$/m.exec(part)?.[1];
    const lines = [...part.matchAll(/^([-+])(?![-+]{2} )\s*(.+)$/gm)].map(([, mark, text]) => `${mark} ${text}`);
    return file ? [{ file, lines }] : [];
  });
}
