import { objectRule, type Rule } from '../rule.ts';

const SELECTING = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** The API server refuses a workload that does not select its own pods. */
export const workloadsSelectTheirPods: Rule = objectRule(
  'has workloads that select their own pods',
  ({ object }, fault) => {
    if (!SELECTING.includes(object.kind)) return;
    const { selector, template } = object.spec ?? {};
    const labels = template?.metadata?.labels ?? {};
    const entries = Object.entries(selector?.matchLabels ?? {});
    if (entries.length + (selector?.matchExpressions ?? []).length === 0)
      fault(['spec', 'selector'], 'selects nothing', "write matchLabels with the template's labels");
    for (const [key, value] of entries)
      if (labels[key] !== value)
        fault(
          ['spec', 'selector', 'matchLabels', key],
          `is ${value}, and the template has ${labels[key] ?? 'no such label'}`,
          'write the same in both',
        );
  },
);
