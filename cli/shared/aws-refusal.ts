/** Why AWS takes no call of this caller, from the name of its SDK's error. */
export type AwsRefusal = 'no-credentials' | 'expired' | 'unknown' | 'denied';

const NAMES: Readonly<Record<AwsRefusal, RegExp>> = {
  'no-credentials': /^CredentialsProviderError$/,
  /** Good once. */
  expired: /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/,
  /** Not known to AWS. */
  unknown:
    /^(UnrecognizedClient(Exception)?|InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|(InvalidSignature|IncompleteSignature|MissingAuthenticationToken)(Exception)?|AuthFailure)$/,
  denied: /^(AccessDenied(Exception)?|Unauthorized(Operation|Exception)?)$/,
};

/** @param name of an error that a call to AWS threw @returns undefined when the caller is not what AWS objects to */
export function awsRefusal(name: string): AwsRefusal | undefined {
  return (Object.keys(NAMES) as AwsRefusal[]).find((refusal) => NAMES[refusal].test(name));
}
