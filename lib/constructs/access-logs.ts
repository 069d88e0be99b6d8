import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/**
 * Where CloudFront writes who asked for what. It outlives the stack and the config's field: a merge that turns logs off deletes
 * none, they go by themselves. See docs/operations.md.
 */
export class AccessLogs extends Bucket {
  /** @param keepDays how many days a log is kept */
  constructor(scope: Construct, id: string, keepDays: number) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      // CloudFront delivers by an access control list, which the bucket must allow.
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
      objectOwnership: ObjectOwnership.OBJECT_WRITER,
      lifecycleRules: [{ expiration: Duration.days(keepDays), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this, 'It holds the logs itself.', 'AwsSolutions-S1');
  }
}
