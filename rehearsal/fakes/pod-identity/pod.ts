import { z } from 'zod';

const container = z.looseObject({
  env: z.array(z.looseObject({ name: z.string() })).optional(),
  volumeMounts: z.array(z.looseObject({ name: z.string() })).optional(),
});
export type Container = z.infer<typeof container>;

/** The fields of a pod that decide what is injected. */
export const pod = z.looseObject({
  spec: z.looseObject({
    serviceAccountName: z.string().default('default'),
    containers: z.array(container),
    initContainers: z.array(container).optional(),
    volumes: z.array(z.looseObject({ name: z.string() })).optional(),
  }),
});
export type Pod = z.infer<typeof pod>;
