import { z } from 'zod';

// What is read of GitHub's answers. A portal's page, with code 200, is none of them.

export const repositoryAnswer = z.object({ private: z.boolean(), full_name: z.string() });

/** A webhook as GitHub shows it; its secret is masked. */
export const webhook = z.object({
  id: z.number(),
  active: z.boolean(),
  events: z.array(z.string()),
  config: z.object({
    url: z.string().optional(),
    content_type: z.string().optional(),
    insecure_ssl: z.union([z.string(), z.number()]).optional(),
    secret: z.string().optional(),
  }),
});
export type Webhook = Readonly<z.output<typeof webhook>>;

/** One attempt of GitHub to hand an event to a webhook's address. */
export const delivery = z.object({
  guid: z.string(),
  delivered_at: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
  event: z.string(),
  /** 502 and 504 also when GitHub reached nobody; `status` then says so. */
  status_code: z.number(),
  status: z.string(),
  /** Seconds. */
  duration: z.number(),
});
export type Delivery = Readonly<z.output<typeof delivery>>;
