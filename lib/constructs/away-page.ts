import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { acknowledge, arnInFinding } from '../acknowledge.ts';
import { cloudFrontName } from './cloudfront-name.ts';
import { logGroupFirst } from './log-group-first.ts';

/** Below it is nothing of Ghost's, no post's address and no service's: those begin with letters or digits. */
const FOLDER = '.away';

const PAGE = readFileSync(new URL('away.html', import.meta.url), 'utf8');

/** Seconds until it is worth another try, for programs; the page says the same to browsers. */
const RETRY_AFTER = '5';

/** What CloudFront says when no origin answers: 502 without a connection or target, 503 from Ghost while it starts, 504 too late. */
const AWAY = [502, 503, 504];

/**
 * "Back in a moment": what members, authors and readers of what is not cached get while the pod is replaced, in place of
 * CloudFront's bare errors. It lies in a bucket, because it has to be there when nothing else is; CloudFront keeps it for a
 * day. See docs/decisions/0030-back-in-a-moment.md.
 */
export class AwayPage extends Construct {
  /** The distribution's behavior that finds the page, by path. */
  readonly behavior: Readonly<Record<string, cloudfront.BehaviorOptions>>;
  /** Makes the page; the distribution comes after it. */
  readonly made: AwsCustomResource;
  /** What the distribution answers instead of the errors. */
  readonly responses: readonly cloudfront.ErrorResponse[];

  /** @param headers what every answer gets */
  constructor(
    scope: Construct,
    id: string,
    headers: {
      readonly security: cloudfront.ResponseSecurityHeadersBehavior;
      readonly custom: readonly cloudfront.ResponseCustomHeader[];
    },
  ) {
    super(scope, id);
    const bucket = this.bucket();
    // Another page has another address: CloudFront would show the old one for a day.
    const key = `${FOLDER}/${createHash('sha256').update(PAGE).digest('hex').slice(0, 12)}.html`;
    this.made = this.put(bucket, key);
    this.behavior = {
      [`/${FOLDER}/*`]: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket, {
          originId: 'away',
          originAccessControl: new cloudfront.S3OriginAccessControl(this, 'Access', {
            originAccessControlName: cloudFrontName(this, 'away'),
          }),
        }),
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
          responseHeadersPolicyName: cloudFrontName(this, 'away'),
          securityHeadersBehavior: headers.security,
          customHeadersBehavior: {
            customHeaders: [...headers.custom, { header: 'Retry-After', value: RETRY_AFTER, override: true }],
          },
        }),
      },
    };
    this.responses = AWAY.map((httpStatus) => ({
      httpStatus,
      responseHttpStatus: 503,
      responsePagePath: `/${key}`,
      ttl: Duration.seconds(1),
    }));
  }

  private bucket(): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(bucket, 'It holds one page, which everybody may read, through CloudFront.', 'AwsSolutions-S1');
    return bucket;
  }

  /** By the function that this stack has already: the CDK's own deployment of files brings another, and a layer of 20 MiB. */
  private put(bucket: Bucket, key: string): AwsCustomResource {
    const object = { Bucket: bucket.bucketName, Key: key };
    const put = {
      service: 'S3',
      action: 'PutObject',
      parameters: { ...object, Body: PAGE, ContentType: 'text/html; charset=utf-8' },
      physicalResourceId: PhysicalResourceId.of(key),
      outputPaths: ['ETag'],
    };
    const page = new AwsCustomResource(this, 'Page', {
      resourceType: 'Custom::AwayPage',
      installLatestAwsSdk: false,
      onCreate: put,
      onUpdate: put,
      onDelete: { service: 'S3', action: 'DeleteObject', parameters: object },
      policy: AwsCustomResourcePolicy.fromStatements([
        new PolicyStatement({
          actions: ['s3:PutObject', 's3:DeleteObject'],
          resources: [bucket.arnForObjects(`${FOLDER}/*`)],
        }),
      ]),
    });
    acknowledge(
      page,
      'It writes the page and removes the one before, whose name it does not know.',
      `AwsSolutions-IAM5[Resource::${arnInFinding(bucket)}/${FOLDER}/*]`,
    );
    logGroupFirst(page);
    return page;
  }
}
