/** The types of the resources that `cdk diff` says would change, with the mark that it gives them: `[~] AWS::RDS::DBInstance`. */
export function changedResources(diff: string): string[] {
  return [...new Set([...diff.matchAll(/^\[[-+~]\] (?:AWS|Custom)::\S+/gm)].map(([found]) => found))];
}

/** The changed lines of a diff of Git in files below a folder, by file: `deployment.yaml: - memory: 1Gi, + memory: 1280Mi`. */
export function changedLines(diff: string, folder: string): string[] {
  return diff.split(/^diff --git .*$/m).flatMap((part) => {
    const file = /^[-+]{3} [ab]\/(.+)$/m.exec(part)?.[1];
    const lines = [...part.matchAll(/^([-+])(?![-+]{2} )\s*(.+)$/gm)].map(([, mark, text]) => `${mark} ${text}`);
    return !file?.startsWith(folder) ? [] : [`${file}: ${lines.join(', ')}`];
  });
}
