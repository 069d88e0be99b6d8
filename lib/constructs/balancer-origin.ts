import { Duration, Stack } from 'aws-cdk-lib';
import {
  type CfnVpcOrigin,
  type IOrigin,
  OriginProtocolPolicy,
  VpcOrigin,
  VpcOriginEndpoint,
} from 'aws-cdk-lib/aws-cloudfront';
import { VpcOrigin as VpcOriginWith } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { INetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { shortHash } from '../short-hash.ts';
import { cloudFrontName } from './cloudfront-name.ts';

/** How long Ghost may take to answer: large themes and exports take longer than CloudFront's 30 seconds. */
const TIMEOUT = Duration.seconds(60);

/** Without these CloudFront tries three times for 10 seconds each, and readers wait for them. */
const CONNECT = { connectionAttempts: 2, connectionTimeout: Duration.seconds(2) };

/** Of an id in a name, whose hash tells the rest: stack and region leave no more of the 64 characters. */
const LONGEST_ID = 13;

/**
 * A listener of the load balancer, as CloudFront reaches it. The port belongs to the VPC origin, so each listener has one of
 * its own. CloudFront refuses to update one while a distribution uses it, even its tags, so what decides it is part of its
 * name: a change makes another one, moves the distribution to it and removes the first.
 * https://github.com/aws/aws-cdk/issues/35765
 * @param id letters, digits and hyphens
 * @param customHeaders what CloudFront adds to each request
 */
export function balancerOrigin(
  scope: Construct,
  id: string,
  loadBalancer: INetworkLoadBalancer,
  httpPort: number,
  customHeaders: Record<string, string>,
): IOrigin {
  const { tags } = Stack.of(scope);
  const decides = JSON.stringify([httpPort, loadBalancer.node.path, tags.tagValues()]);
  const version = shortHash(decides);
  const origin = new VpcOrigin(scope, `${id}Origin`, {
    endpoint: VpcOriginEndpoint.networkLoadBalancer(loadBalancer),
    vpcOriginName: cloudFrontName(scope, `${id.slice(0, LONGEST_ID)}-${version}`),
    httpPort,
    protocolPolicy: OriginProtocolPolicy.HTTP_ONLY,
  });
  const resource = origin.node.findChild('Resource') as CfnVpcOrigin;
  resource.overrideLogicalId(`Cdn${id.replaceAll('-', '')}Origin${version}`);
  return VpcOriginWith.withVpcOrigin(origin, {
    originId: id.toLowerCase(),
    customHeaders,
    readTimeout: TIMEOUT,
    ...CONNECT,
  });
}
