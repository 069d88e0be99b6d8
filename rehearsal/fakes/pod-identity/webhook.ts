import { z } from 'zod';
import { Refusal } from '../../shared/http/json-server.ts';
import type { Associations } from './associations.ts';
import { type InjectionOptions, injection } from './injection.ts';
import { pod } from './pod.ts';

const NAME = 'pod-identity-webhook';
const VERSION = 'admission.k8s.io/v1';

const review = z.object({
  request: z.object({ uid: z.string(), namespace: z.string(), object: pod }),
});

/**
 * A fake of EKS's Pod Identity webhook: answers the API server's review of a new pod. Only here are credentials
 * injected, so a pod that is older than its association never gets them.
 * @param log - gets a line for each pod that is changed
 */
export async function admit(
  body: unknown,
  associations: Associations,
  options: InjectionOptions,
  log: (line: string) => void,
): Promise<unknown> {
  const parsed = review.safeParse(body);
  if (!parsed.success) throw new Refusal(400, `not a review of a pod: ${z.prettifyError(parsed.error)}`);
  const { uid, namespace, object } = parsed.data.request;
  const serviceAccount = object.spec.serviceAccountName;
  const steps = (await associations.has({ namespace, serviceAccount })) ? injection(object, options) : [];
  if (steps.length > 0) log(`a pod of ${namespace}/${serviceAccount} gets the variables and a token`);
  const patch = Buffer.from(JSON.stringify(steps)).toString('base64');
  const response = { uid, allowed: true, ...(steps.length > 0 ? { patchType: 'JSONPatch', patch } : {}) };
  return { apiVersion: VERSION, kind: 'AdmissionReview', response };
}

/**
 * The object that makes the API server ask. As on EKS, a webhook that fails lets the pod through without credentials.
 * @param authority - PEM
 */
export function webhookConfiguration(url: string, authority: string) {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: NAME },
    webhooks: [
      {
        name: `${NAME}.amazonaws.com`,
        clientConfig: { url, caBundle: Buffer.from(authority).toString('base64') },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
        objectSelector: {
          matchExpressions: [{ key: 'eks.amazonaws.com/skip-pod-identity-webhook', operator: 'DoesNotExist' }],
        },
        admissionReviewVersions: ['v1'],
        failurePolicy: 'Ignore',
        reinvocationPolicy: 'IfNeeded',
        sideEffects: 'None',
        timeoutSeconds: 10,
      },
    ],
  };
}
