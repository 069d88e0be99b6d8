/**
 * What no program can see from outside, or without changing something: lines of docs/first-deploy.md, by their first
 * column there. A test holds the two together.
 */
export const BY_A_PERSON: readonly string[] = [
  'uploads are cached as Ghost says',
  'readers see what an author changes',
  'who needs Ghost itself is told to come back in a moment',
  'the load balancer cannot be reached otherwise',
  'Flux runs',
  'nodes come from our own pool',
  'nodes are replaced in the hour of `maintenance` only',
  "Ghost's pod joins while it starts",
  'Pod Identity reaches External Secrets Operator',
  "Ghost's content is mounted",
  'network policies are enforced',
  'with `logs`: what pods write arrives',
  'a chain of Flux that is stuck does not fill the audit logs',
  'the database accepts TLS only',
  'Ghost has a database user of its own',
  'the build cannot read Secrets',
  'a restore brings back both halves',
  'the first push after the handshake starts it',
  'it installs the Node.js of `.nvmrc`',
  'the verdict fetches the branch through the connection',
  'a build ends with the verdict',
  'it updates itself',
  'two merges queue',
  'a failure mails',
  'a changed size restarts the database and not the cluster',
  'termination protection holds',
  'stack policies hold',
  'what destroy leaves',
];
