import { readFileSync } from 'node:fs';
import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Services } from '../config/services.ts';
import { AccessLogs } from './access-logs.ts';
import { AwayPage } from './away-page.ts';
import { balancerOrigin } from './balancer-origin.ts';
import { cloudFrontName } from './cloudfront-name.ts';
import { type OwnDomain, ownNames, redirectingCode, versionOf } from './own-domain.ts';
import { READER_COOKIES } from './reader-cookies.ts';
import { servicesBehaviors } from './services-behaviors.ts';

export interface ContentDeliveryProps {
  readonly loadBalancer: INetworkLoadBalancer;
  /** The load balancer's port for Ghost. */
  readonly ghostPort: number;
  /** The load balancer's port for Flux's webhook receiver. */
  readonly webhookPort: number;
  /** Services of the config. */
  readonly services: Services;
  /** Whether requests of the social web go to Ghost's own service. */
  readonly socialWeb: boolean;
  /** Whether CloudFront publishes its additional metrics. */
  readonly metrics: boolean;
  /** A web ACL of AWS WAF that judges each request; without it none is judged. */
  readonly webAclArn: string | undefined;
  /** How many days it is kept who asked for what; without it nothing is written. */
  readonly accessLogDays: number | undefined;
  /** Names of one's own; without them the blog has the one that CloudFront gives. */
  readonly domain: OwnDomain | undefined;
}

/**
 * What Ghost's pages may depend on. Not everything a viewer sends: X-Forwarded-Host, for one, would let a stranger
 * choose the host name in a page that is then cached for all.
 */
const READER_HEADERS = [
  'Host',
  'Origin',
  'Referer',
  'User-Agent',
  'Accept',
  'Accept-Language',
  // The admin area shows unsaved changes of design and announcement bar with the first, and hides the staff's toolbar
  // inside its own frame by the second.
  'X-Ghost-Preview',
  'Sec-Fetch-Dest',
];

const VIEWER_REQUEST = new URL('viewer-request.cjs', import.meta.url);

/**
 * Ghost's own service for ActivityPub, which every blog uses that runs none itself, and the paths that it answers.
 * https://docs.ghost.org/install/docker
 */
const SOCIAL_WEB = {
  host: 'ap.ghost.org',
  paths: ['/.ghost/activitypub/*', '/.well-known/webfinger', '/.well-known/nodeinfo'],
} as const;

/**
 * How long an edge location may show a page, or a file of a theme, before it asks Ghost again, whatever Ghost says. An
 * author sees a change within twice this time, since a regional cache may stand behind the edge's.
 */
const PAGE_FOR_AT_MOST = Duration.seconds(2);

/** Uploads, and the admin area's own files: another content has another address. */
const FILE_FOR_AT_MOST = Duration.days(365);

/** Errors that CloudFront keeps by itself, for 10 seconds if nobody says else; those of an origin that is away have a page. */
const KEPT_ERRORS = [404, 500];

const SECURITY_HEADERS: cloudfront.ResponseSecurityHeadersBehavior = {
  strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
  contentTypeOptions: { override: true },
  // Ghost's editor shows the site in a frame of its own origin.
  frameOptions: { frameOption: cloudfront.HeadersFrameOption.SAMEORIGIN, override: true },
  referrerPolicy: {
    referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
    override: false,
  },
};

/**
 * A page of another origin that opened the blog in a window gets no hold of it, and windows that the blog opens keep theirs.
 * What a service of one's own says itself stands. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Cross-Origin-Opener-Policy
 */
const OPENER_POLICY: cloudfront.ResponseCustomHeader = {
  header: 'Cross-Origin-Opener-Policy',
  value: 'same-origin-allow-popups',
  override: false,
};

/** CloudFront: HTTPS and a public name, with or without a domain of one's own, and a cache. */
export class ContentDelivery extends Construct {
  readonly distribution: cloudfront.IDistribution;

  constructor(scope: Construct, id: string, props: ContentDeliveryProps) {
    super(scope, id);
    const { loadBalancer } = props;
    // TLS ends at CloudFront; without the header Ghost would redirect every request to https, forever.
    const ghost = balancerOrigin(this, 'Ghost', loadBalancer, props.ghostPort, { 'X-Forwarded-Proto': 'https' });
    const webhook = balancerOrigin(this, 'Webhook', loadBalancer, props.webhookPort, {});
    const responseHeadersPolicy = new cloudfront.ResponseHeadersPolicy(this, 'SecurityHeaders', {
      responseHeadersPolicyName: cloudFrontName(this, 'SecurityHeaders'),
      securityHeadersBehavior: SECURITY_HEADERS,
      customHeadersBehavior: { customHeaders: [OPENER_POLICY] },
    });
    const away = new AwayPage(this, 'Away', { security: SECURITY_HEADERS, custom: [OPENER_POLICY] });
    const functionAssociations = [this.viewerRequest(props.domain)];

    const readers = {
      origin: ghost,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      originRequestPolicy: new cloudfront.OriginRequestPolicy(this, 'ReaderRequests', {
        originRequestPolicyName: cloudFrontName(this, 'ReaderRequests'),
        headerBehavior: cloudfront.OriginRequestHeaderBehavior.allowList(...READER_HEADERS),
        cookieBehavior: cloudfront.OriginRequestCookieBehavior.all(),
        queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.all(),
      }),
      responseHeadersPolicy,
      functionAssociations,
    };
    const files = {
      ...readers,
      cachePolicy: this.asOriginSays('Content', [], FILE_FOR_AT_MOST),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
    };
    const neverCached = {
      origin: ghost,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
      responseHeadersPolicy,
      functionAssociations,
    };
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      ...(props.domain ? ownNames(props.domain) : {}),
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      publishAdditionalMetrics: props.metrics,
      ...(props.webAclArn === undefined ? {} : { webAclId: props.webAclArn }),
      ...(props.accessLogDays === undefined
        ? {}
        : { logBucket: new AccessLogs(this, 'AccessLogs', props.accessLogDays) }),
      defaultBehavior: { ...readers, cachePolicy: this.asOriginSays('Pages', READER_COOKIES, PAGE_FOR_AT_MOST) },
      errorResponses: [
        ...KEPT_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(1) })),
        ...away.responses,
      ],
      additionalBehaviors: {
        '/ghost/assets/*': files,
        '/ghost/*': neverCached,
        // Sign-in, comments and the payment provider's signed calls.
        '/members/*': neverCached,
        '/content/*': files,
        '/hook/*': {
          ...neverCached,
          origin: webhook,
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
        ...(props.socialWeb ? socialWeb(neverCached) : {}),
        ...away.behavior,
        ...servicesBehaviors(this, props.services, loadBalancer, neverCached),
      },
    });
    distribution.node.addDependency(away.made);
    acknowledge(distribution, 'A blog is for readers in every country.', 'AwsSolutions-CFR1');
    acknowledge(
      distribution,
      'A web application firewall costs more than the rest of the CDN; Ghost limits sign-in attempts by address itself.',
      'AwsSolutions-CFR2',
    );
    if (props.accessLogDays === undefined) {
      acknowledge(
        distribution,
        'Access logs hold the addresses of readers; whether to keep them is for the owner of the blog to decide.',
        'AwsSolutions-CFR3',
      );
    }
    if (!props.domain) {
      acknowledge(
        distribution,
        'The minimum TLS version of the certificate of *.cloudfront.net cannot be set; it takes a domain of your own.',
        'AwsSolutions-CFR4',
      );
    }
    this.distribution = distribution;
  }

  /** Runs for every viewer, whatever the behavior: see viewer-request.cjs. */
  private viewerRequest(domain: OwnDomain | undefined): cloudfront.FunctionAssociation {
    const everyRequest = readFileSync(VIEWER_REQUEST, 'utf8');
    const id = domain ? `ViewerRequest-${versionOf(domain)}` : 'ViewerRequest';
    return {
      eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
      function: new cloudfront.Function(this, id, {
        functionName: cloudFrontName(this, id),
        comment: 'Tells Ghost the address of the viewer, and sends paths in capitals to their rules',
        code: cloudfront.FunctionCode.fromInline(domain ? redirectingCode(everyRequest, domain) : everyRequest),
        runtime: cloudfront.FunctionRuntime.JS_2_0,
      }),
    };
  }

  /**
   * Caches for as long as the response's Cache-Control says, but no longer than `maxTtl`. The minimum stays 0: a longer one
   * would keep members' pages, whatever they say. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
   */
  private asOriginSays(id: string, cookies: string[], maxTtl: Duration): cloudfront.CachePolicy {
    return new cloudfront.CachePolicy(this, id, {
      cachePolicyName: cloudFrontName(this, id),
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl,
      cookieBehavior:
        cookies.length > 0
          ? cloudfront.CacheCookieBehavior.allowList(...cookies)
          : cloudfront.CacheCookieBehavior.none(),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
  }
}

/** The service tells blogs apart by the Host that the viewer asked for. */
function socialWeb(like: Omit<cloudfront.BehaviorOptions, 'origin'>): Record<string, cloudfront.BehaviorOptions> {
  const origin = new HttpOrigin(SOCIAL_WEB.host, {
    originId: 'social-web',
    protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
  });
  return Object.fromEntries(SOCIAL_WEB.paths.map((path) => [path, { ...like, origin }]));
}
