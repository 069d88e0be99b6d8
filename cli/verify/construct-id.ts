/**
 * What the CDK's command line calls a stack: `Ghost` for `example-ghost`. Its patterns do not match stack names.
 * lib/app.ts names every stack `<name of the config>-<construct id in lower case>`; a test holds it to that.
 */
export function constructId(stackName: string): string {
  const last = stackName.slice(stackName.lastIndexOf('-') + 1);
  return `${last.charAt(0).toUpperCase()}${last.slice(1)}`;
}
