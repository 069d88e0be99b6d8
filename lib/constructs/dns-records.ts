import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';

export interface DnsRecordsProps {
  /** A public hosted zone of Route 53. */
  readonly zone: { readonly id: string; readonly name: string };
  /** Names of that zone. */
  readonly names: readonly string[];
  readonly distribution: IDistribution;
}

/** Leads names to a distribution, by IPv4 and IPv6. Aliases, which a zone's own name may be, unlike a CNAME. */
export class DnsRecords extends Construct {
  constructor(scope: Construct, id: string, props: DnsRecordsProps) {
    super(scope, id);
    const { zone: attributes, names, distribution } = props;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: attributes.id,
      zoneName: attributes.name,
    });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
    for (const name of names) {
      // With a dot at its end the CDK takes a name as it is.
      new ARecord(this, `${name}A`, { zone, recordName: `${name}.`, target });
      new AaaaRecord(this, `${name}Aaaa`, { zone, recordName: `${name}.`, target });
    }
  }
}
