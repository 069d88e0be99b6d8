import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { VpcOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface ContentDeliveryProps {
  readonly loadBalancer: INetworkLoadBalancer;
  /** The load balancer's port for Ghost. */
  readonly ghostPort: number;
  /** The load balancer's port for Flux's webhook receiver. */
  readonly webhookPort: number;
}

/** Cookies that change what a reader sees: member sessions and the password of a private site. */
const READER_COOKIES = ['ghost-members-ssr', 'ghost-members-ssr.sig', 'ghost-private', 'ghost-private.sig'];

/**
 * What Ghost's pages may depend on. Not everything a viewer sends: X-Forwarded-Host, for one, would let a stranger
 * choose the host name in a page that is then cached for all.
 */
const READER_HEADERS = ['Host', 'Origin', 'Referer', 'User-Agent', 'Accept', 'Accept-Language'];

/** CloudFront: HTTPS and a public name without a domain of one's own, and a cache. */
export class ContentDelivery extends Construct {
  /** Host name of the distribution, `d111111abcdef8.cloudfront.net`. */
  readonly domainName: string;

  constructor(scope: Construct, id: string, props: ContentDeliveryProps) {
    super(scope, id);
    // TLS ends at CloudFront; without the header Ghost would redirect every request to https, forever.
    const ghost = this.origin('Ghost', props.loadBalancer, props.ghostPort, { 'X-Forwarded-Proto': 'https' });
    const webhook = this.origin('Webhook', props.loadBalancer, props.webhookPort, {});
    const responseHeadersPolicy = this.securityHeaders();

    const readers = {
      origin: ghost,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      originRequestPolicy: new cloudfront.OriginRequestPolicy(this, 'ReaderRequests', {
        headerBehavior: cloudfront.OriginRequestHeaderBehavior.allowList(...READER_HEADERS),
        cookieBehavior: cloudfront.OriginRequestCookieBehavior.all(),
        queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.all(),
      }),
      responseHeadersPolicy,
    };
    const neverCached = {
      origin: ghost,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
      responseHeadersPolicy,
    };
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      defaultBehavior: { ...readers, cachePolicy: this.asOriginSays('Pages', READER_COOKIES) },
      additionalBehaviors: {
        '/ghost/*': neverCached,
        // Sign-in, comments and the payment provider's signed calls.
        '/members/*': neverCached,
        '/content/*': { ...readers, cachePolicy: this.asOriginSays('Content', []) },
        '/hook/*': {
          ...neverCached,
          origin: webhook,
          viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
          originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
      },
    });
    acknowledge(distribution, 'A blog is for readers in every country.', 'AwsSolutions-CFR1');
    acknowledge(
      distribution,
      'A web application firewall costs more than the rest of the CDN; Ghost limits sign-in attempts itself.',
      'AwsSolutions-CFR2',
    );
    acknowledge(
      distribution,
      'Access logs hold the addresses of readers; whether to keep them is for the owner of the blog to decide.',
      'AwsSolutions-CFR3',
    );
    acknowledge(
      distribution,
      'The minimum TLS version of the certificate of *.cloudfront.net cannot be set; it takes a domain of your own.',
      'AwsSolutions-CFR4',
    );
    this.domainName = distribution.distributionDomainName;
  }

  /** The port belongs to the VPC origin, so each listener has one of its own. */
  private origin(
    id: string,
    loadBalancer: INetworkLoadBalancer,
    httpPort: number,
    customHeaders: Record<string, string>,
  ): cloudfront.IOrigin {
    const vpcOrigin = new cloudfront.VpcOrigin(this, `${id}Origin`, {
      endpoint: cloudfront.VpcOriginEndpoint.networkLoadBalancer(loadBalancer),
      httpPort,
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTP_ONLY,
    });
    return VpcOrigin.withVpcOrigin(vpcOrigin, { originId: id.toLowerCase(), customHeaders });
  }

  /** Caches for as long as the response's Cache-Control says, and not at all when it says nothing. */
  private asOriginSays(id: string, cookies: string[]): cloudfront.CachePolicy {
    return new cloudfront.CachePolicy(this, id, {
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(365),
      cookieBehavior:
        cookies.length > 0
          ? cloudfront.CacheCookieBehavior.allowList(...cookies)
          : cloudfront.CacheCookieBehavior.none(),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.all(),
      enableAcceptEncodingGzip: true,
      enableAcceptEncodingBrotli: true,
    });
  }

  private securityHeaders(): cloudfront.ResponseHeadersPolicy {
    return new cloudfront.ResponseHeadersPolicy(this, 'SecurityHeaders', {
      securityHeadersBehavior: {
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
        contentTypeOptions: { override: true },
        // Ghost's editor shows the site in a frame of its own origin.
        frameOptions: { frameOption: cloudfront.HeadersFrameOption.SAMEORIGIN, override: true },
        referrerPolicy: {
          referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override: false,
        },
      },
    });
  }
}
