import {
  CloudFrontClient,
  ListCachePoliciesCommand,
  ListFunctionsCommand,
  ListOriginAccessControlsCommand,
  ListOriginRequestPoliciesCommand,
  ListResponseHeadersPoliciesCommand,
  ListVpcOriginsCommand,
} from '@aws-sdk/client-cloudfront';
import { CloudWatchClient, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { CodeStarConnectionsClient, ListConnectionsCommand } from '@aws-sdk/client-codestar-connections';
import { EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import type { ClientSettings } from '../../shared/client-settings.ts';
import { everyPage } from './ask.ts';

/** Types whose names the templates fix, so that they can be taken before the first deployment. */
export const NAMED_TYPES = [
  'AWS::EKS::Cluster',
  'AWS::CodeConnections::Connection',
  'AWS::CloudWatch::Dashboard',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudFront::VpcOrigin',
] as const;
export type NamedType = (typeof NAMED_TYPES)[number];

export interface Names {
  /**
   * The names that are taken, of one type: eks:ListClusters, codestar-connections:ListConnections, cloudwatch:ListDashboards,
   * cloudfront:ListCachePolicies, ListFunctions, ListOriginAccessControls, ListOriginRequestPolicies, ListResponseHeadersPolicies and
   * ListVpcOrigins.
   */
  readonly names: (type: NamedType) => Promise<readonly string[]>;
}

type Page = (token: string | undefined) => Promise<{ items: readonly string[] | undefined; next: string | undefined }>;

export function openNames(settings: ClientSettings): Names {
  const pages: Readonly<Record<NamedType, Page>> = { ...regional(settings), ...ofCloudFront(settings) };
  return { names: (type) => everyPage(`listing ${type}`, settings.region, pages[type]) };
}

function regional(
  settings: ClientSettings,
): Pick<
  Record<NamedType, Page>,
  'AWS::EKS::Cluster' | 'AWS::CodeConnections::Connection' | 'AWS::CloudWatch::Dashboard'
> {
  const eks = new EKSClient(settings);
  const connections = new CodeStarConnectionsClient(settings);
  const dashboards = new CloudWatchClient(settings);
  return {
    'AWS::EKS::Cluster': async (nextToken) => {
      const answer = await eks.send(new ListClustersCommand({ nextToken }));
      return { items: answer.clusters, next: answer.nextToken };
    },
    'AWS::CodeConnections::Connection': async (NextToken) => {
      const answer = await connections.send(new ListConnectionsCommand({ NextToken }));
      return { items: answer.Connections?.map(({ ConnectionName = '' }) => ConnectionName), next: answer.NextToken };
    },
    'AWS::CloudWatch::Dashboard': async (NextToken) => {
      const answer = await dashboards.send(new ListDashboardsCommand({ NextToken }));
      return {
        items: answer.DashboardEntries?.map(({ DashboardName = '' }) => DashboardName),
        next: answer.NextToken,
      };
    },
  };
}

function ofCloudFront(settings: ClientSettings): Omit<Record<NamedType, Page>, keyof ReturnType<typeof regional>> {
  const client = new CloudFrontClient(settings);
  const Type = 'custom';
  return {
    'AWS::CloudFront::CachePolicy': async (Marker) => {
      const { CachePolicyList: list } = await client.send(new ListCachePoliciesCommand({ Type, Marker }));
      return {
        items: list?.Items?.map(({ CachePolicy: it }) => it?.CachePolicyConfig?.Name ?? ''),
        next: list?.NextMarker,
      };
    },
    'AWS::CloudFront::Function': async (Marker) => {
      const { FunctionList: list } = await client.send(new ListFunctionsCommand({ Marker }));
      return { items: list?.Items?.map(({ Name = '' }) => Name), next: list?.NextMarker };
    },
    'AWS::CloudFront::OriginAccessControl': async (Marker) => {
      const { OriginAccessControlList: list } = await client.send(new ListOriginAccessControlsCommand({ Marker }));
      return { items: list?.Items?.map(({ Name = '' }) => Name), next: list?.NextMarker };
    },
    'AWS::CloudFront::OriginRequestPolicy': async (Marker) => {
      const { OriginRequestPolicyList: list } = await client.send(
        new ListOriginRequestPoliciesCommand({ Type, Marker }),
      );
      const items = list?.Items?.map(({ OriginRequestPolicy: it }) => it?.OriginRequestPolicyConfig?.Name ?? '');
      return { items, next: list?.NextMarker };
    },
    'AWS::CloudFront::ResponseHeadersPolicy': async (Marker) => {
      const answer = await client.send(new ListResponseHeadersPoliciesCommand({ Type, Marker }));
      const list = answer.ResponseHeadersPolicyList;
      const items = list?.Items?.map(({ ResponseHeadersPolicy: it }) => it?.ResponseHeadersPolicyConfig?.Name ?? '');
      return { items, next: list?.NextMarker };
    },
    'AWS::CloudFront::VpcOrigin': async (Marker) => {
      const { VpcOriginList: list } = await client.send(new ListVpcOriginsCommand({ Marker }));
      return { items: list?.Items?.map(({ Name = '' }) => Name), next: list?.NextMarker };
    },
  };
}
