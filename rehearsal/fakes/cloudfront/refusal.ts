import type { ServerResponse } from 'node:http';

/** Why a request was not passed on, or an expired object served; for people who read the rehearsal's answers and logs. */
export const REASON_HEADER = 'x-rehearsal-reason';

/** Answers in CloudFront's own name. */
export function refuse(answer: ServerResponse, status: number, reason: string): void {
  answer.setHeader(REASON_HEADER, printable(reason)); // set apart, so that the log can read it
  answer.writeHead(status, {
    'content-type': 'text/plain',
    server: 'CloudFront',
    'x-cache': 'Error from cloudfront',
  });
  answer.end(`The request could not be satisfied: ${reason}\n`);
}

/** A text as a header may hold it. */
export function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?');
}
