import { objectRule, type Rule } from '../rule.ts';

const WEBHOOKS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];
const named =
  (kind: string, name: string) =>
  (one: { readonly object: { readonly kind: string; readonly metadata: { readonly name: string } } }) =>
    one.object.kind === kind && one.object.metadata.name === name;

/** A policy that lets pass what it cannot judge, or only writes down what it would refuse, protects nothing. */
export const policiesEnforce: Rule = objectRule('has admission policies that refuse', ({ object }, fault, tree) => {
  const spec = object.spec ?? {};
  if (WEBHOOKS.includes(object.kind)) {
    for (const [index, webhook] of (object.webhooks ?? []).entries()) {
      if (webhook?.failurePolicy === 'Ignore') fault(['webhooks', index, 'failurePolicy'], 'is Ignore', 'write Fail');
    }
  }
  if (object.kind === 'ValidatingAdmissionPolicy') {
    if (spec.failurePolicy === 'Ignore') fault(['spec', 'failurePolicy'], 'is Ignore', 'write Fail');
    const bound = tree.applied.some(
      (one) =>
        one.object.kind === 'ValidatingAdmissionPolicyBinding' && one.object.spec?.policyName === object.metadata.name,
    );
    if (!bound) fault([], 'is bound by nothing', 'write a ValidatingAdmissionPolicyBinding with this policyName');
  }
  if (object.kind === 'ValidatingAdmissionPolicyBinding') {
    if (!(spec.validationActions ?? []).includes('Deny'))
      fault(['spec', 'validationActions'], 'does not deny', 'write [Deny]');
    if (!tree.applied.some(named('ValidatingAdmissionPolicy', spec.policyName)))
      fault(['spec', 'policyName'], `is ${spec.policyName}, which is no policy here`, 'correct the name');
  }
});
