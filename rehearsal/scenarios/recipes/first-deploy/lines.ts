/** A line of the tables of docs/first-deploy.md. */
export interface Line {
  /** What it is about: its second column. */
  readonly what: string;
  /** The command that shows it, with placeholders: the first one of its third column. */
  readonly command: string | undefined;
}

/** The lines below `## After the deployment`, in order. @param document its text */
export function linesOf(document: string): Line[] {
  const [, below = ''] = document.split('\n## After the deployment\n');
  const [section = ''] = below.split('\n## ');
  const rows = section.split('\n').filter((row) => row.startsWith('| ') && !row.startsWith('| check '));
  return rows.map((row) => {
    const [, what = '', how = ''] = row.slice(2, -2).split(' | ');
    return { what, command: /`((?:aws|curl|kubectl) [^`]*)`/.exec(how)?.[1] };
  });
}

/** What a command must print, or why it is not run here: what it would need, or where the rehearsal plays the line. */
export type Expectation = RegExp | { readonly notHere: string } | { readonly played: string };

/** Of each line: in order, so that the two can be read side by side. A test holds them together. */
export const EXPECTED: Readonly<Record<string, Expectation>> = {
  'every stack stands': /^(?:\S+\s+(?:CREATE|UPDATE)_COMPLETE\s*)+$/,
  'the prefix list of CloudFront was found, and the load balancer lets in nobody else': /"pl-\w+"/,
  'the VPC origins are deployed': /"Deployed"[\s\S]*"Deployed"/,
  'the blog answers': /^HTTP\/\S+ 200[\s\S]*strict-transport-security/i,
  'uploads are cached as Ghost says': { played: 'rehearse ghost uploads' },
  'readers see what an author changes': { played: 'rehearse ghost uploads' },
  'who needs Ghost itself is told to come back in a moment': { played: 'rehearse --until merge' },
  'the admin area is not': /x-cache: Miss from cloudfront/i,
  'with `blog.domain`: each name leads to the blog': { played: 'rehearse --recipes domain' },
  'the certificate of the blog ends in weeks at the earliest': /expire date: /,
  'every subnet has free addresses': /^(?:\S+\s+\d{2,}\s*)+$/,
  'the account may run what a replaced node and a build need, and has room for one more of everything': {
    played: 'rehearse --until doctor-after',
  },
  'the load balancer cannot be reached otherwise': { notHere: 'the stand-in has no load balancer of its own' },
  'Flux runs': /\bTrue\b.*2\.9\.4|2\.9\.4.*\bTrue\b/,
  'nodes come from our own pool': { notHere: 'nobody makes nodes here' },
  'nodes are replaced in the hour of `maintenance` only': { notHere: 'nobody replaces nodes here' },
  'nodes are replaced within 21 days, and with them their images': /^(?:i-\w+\s+\S+\s*)+$/,
  'pods join the target groups': /"State": "healthy"/,
  'Kubernetes is in standard support for 90 days more': { played: 'rehearse --until doctor-after' },
  "Ghost's pod joins while it starts": { played: 'rehearse --until merge' },
  'Pod Identity reaches External Secrets Operator': /^(?=[\s\S]*SecretSynced)(?![\s\S]*SecretSyncedError)/,
  "Ghost's content is mounted": /\bBound\b/,
  'network policies are enforced': /^closed$/m,
  'with `logs`: what pods write arrives': { played: 'rehearse --recipes logs' },
  'with `logs.podMetrics`: what pods use arrives': { played: 'rehearse --recipes pod-metrics' },
  'a chain of Flux that is stuck does not fill the audit logs': { notHere: 'nothing writes audit logs here' },
  'the database accepts TLS only': { played: 'rehearse ghost first-start' },
  'Ghost has a database user of its own': /users: made \w+; Ghost goes over to it/,
  'the build cannot read Secrets': /^no$/m,
  'a restore brings back both halves': { played: 'rehearse --recipes restore' },
  "the connection is finished, asked by the API's former name as `connect` does": /"AVAILABLE"/,
  'the newest commit has started the pipeline': /"revisionId": "[0-9a-f]{40}"/,
  'what GitHub sends reaches Flux; asked with the token of `connect`, without one it is `?`': {
    played: 'rehearse --until doctor-after',
  },
  'the latest execution has succeeded': /"Succeeded"/,
  'the alarm address has confirmed': /"SubscriptionArn": "arn:/,
  'the first push after the handshake starts it': { played: 'rehearse --until merge' },
  'it installs the Node.js of `.nvmrc`': { played: 'rehearse --until connect' },
  'the verdict fetches the branch through the connection': { played: 'rehearse --until connect' },
  'a build ends with the verdict': { played: 'rehearse --until connect' },
  'it updates itself': { notHere: 'no scenario changes the pipeline; the test of its fake does: runner.test.ts' },
  'two merges queue': { played: 'rehearse --faults two-merges' },
  'a failure mails': { played: 'rehearse --faults alarms' },
  'the database is available, encrypted, protected and not public': /"available",\s*true,\s*true,\s*false/,
  'the database has room to grow': /^\s*\[\s*\[\s*20,\s*100\s*\]\s*\]\s*$/,
  'MySQL is in standard support for 90 days more': { played: 'rehearse --until doctor-after' },
  'a changed size restarts the database and not the cluster': { played: 'rehearse --until merge' },
  'the stacks are protected from deletion': /^(?:\S+\s+True\s*)+$/,
  'termination protection holds': { played: 'rehearse --until protected' },
  'the stacks that hold data have a policy': /Deny[\s\S]*Update:Replace/,
  'stack policies hold': { played: 'rehearse --faults replacement-refused' },
  'what destroy leaves': { played: 'rehearse --recipes teardown' },
};
