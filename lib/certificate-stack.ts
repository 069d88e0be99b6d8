import { CfnDeletionPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import {
  Certificate,
  CertificateValidation,
  type CfnCertificate,
  type ICertificate,
} from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';

export interface CertificateStackProps extends StackProps {
  /** The first has 64 characters at most. */
  readonly names: readonly [string, ...string[]];
  /** The public hosted zone of all of them, in which the certificate proves itself. */
  readonly zone: { readonly id: string; readonly name: string };
}

/** A certificate where CloudFront looks for it: in us-east-1, wherever the blog is. */
export class CertificateStack extends Stack {
  readonly certificate: ICertificate;

  constructor(scope: Construct, id: string, props: CertificateStackProps) {
    super(scope, id, props);
    const [domainName, ...subjectAlternativeNames] = props.names;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: props.zone.id,
      zoneName: props.zone.name,
    });
    const certificate = new Certificate(this, 'Certificate', {
      domainName,
      ...(subjectAlternativeNames.length > 0 ? { subjectAlternativeNames } : {}),
      validation: CertificateValidation.fromDns(zone),
    });
    // Other names replace it, and the distribution uses the old one until its own stack is deployed, later. ACM refuses to delete
    // what is in use, so CloudFormation is told not to try.
    const resource = certificate.node.defaultChild as CfnCertificate;
    resource.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    // With the stack itself it goes: nothing uses it by then.
    resource.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
    this.certificate = certificate;
  }
}
