import { RemovalPolicy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface GeneratedSecretProps {
  /** The key of the JSON object that holds the generated value. */
  readonly key: string;
  readonly description: string;
}

/** A secret that Secrets Manager invents: forty letters and digits under one key of a JSON object. */
export class GeneratedSecret extends Secret {
  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id, {
      description: props.description,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: props.key,
        passwordLength: 40,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(
      this,
      'Rotation would break what holds the value: the push webhook on GitHub, or an account whose owner changed it.',
      'AwsSolutions-SMG4',
    );
  }
}
