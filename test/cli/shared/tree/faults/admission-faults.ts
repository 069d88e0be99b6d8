import { withChanged, withObjects } from '../../../../support/broken-tree.ts';
import { type BreaksRule, object } from './fault.ts';

export const ADMISSION_FAULTS: readonly BreaksRule[] = [
  [
    'an admission policy that ignores',
    () =>
      withChanged('ValidatingAdmissionPolicy', 'onemerge-build', ({ spec }) =>
        Object.assign(spec, { failurePolicy: 'Ignore' }),
      ),
    /build-access-limit\.yaml/,
    /failurePolicy is Ignore/,
  ],
  [
    'an admission policy that only writes down',
    () =>
      withChanged('ValidatingAdmissionPolicyBinding', 'onemerge-build', ({ spec }) =>
        Object.assign(spec, { validationActions: ['Audit'] }),
      ),
    /build-access-limit\.yaml/,
    /validationActions does not deny/,
  ],
  [
    'an admission policy without a binding',
    () =>
      withChanged('ValidatingAdmissionPolicyBinding', 'onemerge-build', ({ spec }) =>
        Object.assign(spec, { policyName: 'other' }),
      ),
    /build-access-limit\.yaml/,
    /is bound by nothing/,
  ],
  [
    'an admission webhook that may be passed by',
    () =>
      withObjects(
        object(
          'admissionregistration.k8s.io/v1',
          'MutatingWebhookConfiguration',
          'webhooks: [{ name: a.example.com, failurePolicy: Ignore }]',
          '',
        ),
      ),
    /./,
    /failurePolicy is Ignore/,
  ],
];
