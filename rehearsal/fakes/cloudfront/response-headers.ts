import { z } from 'zod';
import type { Deployed } from '../deployed-stack/deployed.ts';

/** A header that CloudFront adds to answers. */
export interface AddedHeader {
  readonly name: string;
  readonly value: string;
  /** Replaces what the origin sent. */
  readonly override: boolean;
}

const override = { Override: z.boolean() };

const policy = z.strictObject({
  ResponseHeadersPolicyConfig: z.strictObject({
    Name: z.unknown(),
    Comment: z.string().optional(),
    CustomHeadersConfig: z
      .strictObject({ Items: z.array(z.strictObject({ Header: z.string(), Value: z.string(), ...override })) })
      .optional(),
    SecurityHeadersConfig: z
      .strictObject({
        ContentTypeOptions: z.strictObject(override).optional(),
        ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), ...override }).optional(),
        FrameOptions: z.strictObject({ FrameOption: z.string(), ...override }).optional(),
        ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), ...override }).optional(),
        StrictTransportSecurity: z
          .strictObject({
            AccessControlMaxAgeSec: z.number(),
            IncludeSubdomains: z.boolean().optional(),
            Preload: z.boolean().optional(),
            ...override,
          })
          .optional(),
      })
      .optional(),
  }),
});

/** The headers of a behavior's response headers policy; none without a policy. */
export function addedHeaders(policyId: unknown, from: string, deployed: Deployed): AddedHeader[] {
  if (policyId === undefined) return [];
  const id = deployed.required(policyId, from);
  const { ResponseHeadersPolicyConfig } = deployed.properties(id, 'AWS::CloudFront::ResponseHeadersPolicy', policy);
  const { CustomHeadersConfig, SecurityHeadersConfig = {} } = ResponseHeadersPolicyConfig;
  const { ContentTypeOptions, ContentSecurityPolicy, FrameOptions, ReferrerPolicy } = SecurityHeadersConfig;
  const { StrictTransportSecurity } = SecurityHeadersConfig;
  return [
    ...header('x-content-type-options', ContentTypeOptions, () => 'nosniff'),
    ...header('content-security-policy', ContentSecurityPolicy, (config) => config.ContentSecurityPolicy),
    ...header('x-frame-options', FrameOptions, ({ FrameOption }) => FrameOption),
    ...header('referrer-policy', ReferrerPolicy, (config) => config.ReferrerPolicy),
    ...header('strict-transport-security', StrictTransportSecurity, (config) =>
      [
        `max-age=${config.AccessControlMaxAgeSec}`,
        ...(config.IncludeSubdomains ? ['includeSubDomains'] : []),
        ...(config.Preload ? ['preload'] : []),
      ].join('; '),
    ),
    ...(CustomHeadersConfig?.Items ?? []).flatMap((item) => header(item.Header, item, ({ Value }) => Value)),
  ];
}

function header<T extends { readonly Override: boolean }>(
  name: string,
  config: T | undefined,
  value: (config: T) => string,
): AddedHeader[] {
  return config ? [{ name: name.toLowerCase(), value: value(config), override: config.Override }] : [];
}
