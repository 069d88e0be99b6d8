/**
 * What readers met before anybody had worked for them: values of commit d7d04c5 of 2026-11-26, 16:32 UTC, the last one before pages
 * were kept at the edge. Where its templates named none, what AWS and Ghost did by themselves stood. What it shares with the present
 * (one pod, replaced by `Recreate`, with 45 seconds to end, and its probes) is not here.
 */
export const FORMERLY = {
  /** Seconds for which an edge might keep a page, at most: lib/constructs/content-delivery.ts. */
  pagesForAtMost: 31_536_000,
  /**
   * Not named: CloudFront's own.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html#DownloadDistValuesOriginConnectionAttempts
   */
  connect: { attempts: 3, seconds: 10 },
  /** Not named: CloudFront showed its own errors, and kept them for ten seconds. */
  errorResponses: [],
  /** Seconds; connections stayed open after them: lib/constructs/internal-load-balancer.ts. */
  draining: { seconds: 15, terminates: false },
  /** Seconds. Not named, and AWS's own is 6, longer than the interval of 5, which is the longest that makes sense. */
  checkTimeout: 5,
  /** The pod joined the load balancer once it was ready: gitops/apps/ghost/service.yaml. */
  joinsWhileItStarts: false,
  /** Seconds for which Ghost told everybody to keep it. Not named in gitops/apps/ghost/deployment.yaml: Ghost's own. */
  ghostSays: { pages: 0, permanentRedirects: 31_536_000 },
} as const;
