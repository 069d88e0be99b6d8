import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type { INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { type Services, servicePort } from '../config/services.ts';
import { balancerOrigin } from './balancer-origin.ts';
import { cloudFrontName } from './cloudfront-name.ts';
import { READER_COOKIES } from './reader-cookies.ts';

/**
 * The distribution's behaviors for the services of the config, by path. A service answers every request itself, and gets all
 * that a viewer sends but Ghost's cookies: a member's session is none of its business.
 * @param like what behaviors that are never cached have in common
 */
export function servicesBehaviors(
  scope: Construct,
  services: Services,
  loadBalancer: INetworkLoadBalancer,
  like: Omit<cloudfront.BehaviorOptions, 'origin'>,
): Record<string, cloudfront.BehaviorOptions> {
  const all = Object.entries(services);
  if (all.length === 0) return {};
  const originRequestPolicy = new cloudfront.OriginRequestPolicy(scope, 'ServiceRequests', {
    originRequestPolicyName: cloudFrontName(scope, 'ServiceRequests'),
    headerBehavior: cloudfront.OriginRequestHeaderBehavior.all(),
    cookieBehavior: cloudfront.OriginRequestCookieBehavior.denyList(...READER_COOKIES),
    queryStringBehavior: cloudfront.OriginRequestQueryStringBehavior.all(),
  });
  const entries = all.map(([name, { path }]): [string, cloudfront.BehaviorOptions] => {
    const headers = { 'X-Forwarded-Proto': 'https' };
    const origin = balancerOrigin(scope, `Service-${name}`, loadBalancer, servicePort(name), headers);
    return [path, { ...like, origin, originRequestPolicy }];
  });
  return Object.fromEntries(entries);
}
