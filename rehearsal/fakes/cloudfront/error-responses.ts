import { z } from 'zod';
import type { ErrorTimes } from './cache/errors.ts';

/** What viewers get in place of an error. */
export interface ErrorPage {
  /** The status that they are told. */
  readonly status: number;
  /** The path of the page, which a behavior leads to its origin. */
  readonly path: string;
}

/** The pages of a distribution, by the status that the origin answers, or CloudFront for it. */
export type ErrorPages = ReadonlyMap<number, ErrorPage>;

/** Either both or none. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomErrorResponse.html */
const page = z.union([
  z.strictObject({ ErrorCode: z.number(), ErrorCachingMinTTL: z.number() }),
  z.strictObject({
    ErrorCode: z.number(),
    ErrorCachingMinTTL: z.number(),
    ResponseCode: z.number(),
    ResponsePagePath: z.string().startsWith('/'),
  }),
]);

export const errorResponses = z.array(page).default([]);

type ErrorResponses = z.infer<typeof errorResponses>;

export const errorTimes = (all: ErrorResponses): ErrorTimes =>
  new Map(all.map((one) => [one.ErrorCode, one.ErrorCachingMinTTL]));

export const errorPages = (all: ErrorResponses): ErrorPages =>
  new Map(
    all.flatMap((one) =>
      'ResponsePagePath' in one ? [[one.ErrorCode, { status: one.ResponseCode, path: one.ResponsePagePath }]] : [],
    ),
  );
