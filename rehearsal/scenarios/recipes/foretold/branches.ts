import type { PullRequest } from '../../../cluster/git/repository.ts';
import { CONFIG, replaceOnce } from '../../../harness/project.ts';
import { bothHalves, DEPLOYMENT, relabelled, resized } from '../../both-halves.ts';
import { addField } from '../config-line.ts';

const GHOST = 'gitops/apps/ghost';
const LIST = `${GHOST}/kustomization.yaml`;
const NOTES = `${GHOST}/notes.yaml`;
const NETWORK = 'lib/network-stack.ts';
const ALARMS = 'lib/alarms-stack.ts';

type Edits = PullRequest['edits'];

const edit = (file: string, from: string, to: string): Edits => ({
  [file]: (text) => replaceOnce(text, from, to, file),
});

const notes = (
  name: string,
  note: string,
  annotation = '',
) => `# yaml-language-server: $schema=https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master/v1.36.0-standalone-strict/configmap-v1.json
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
${annotation}data:
  note: ${note}
`;
const KEPT = '  annotations:\n    kustomize.toolkit.fluxcd.io/prune: disabled\n';
const ENTRY = '  - notes.yaml\n';
const LAST = '  - network.yaml\n';

const configured = (entry: string): Edits => ({ [CONFIG]: (text) => addField(text, `${entry},`) });
const budget = (dollars: number) => `"monthlyBudget": ${dollars}`;

/** What a pull request does, by the name of its branch; each starts from what the one before has left. */
const EDITS: Readonly<Record<string, Edits>> = {
  'object-added': { ...edit(LIST, LAST, `${LAST}${ENTRY}`), [NOTES]: () => notes('notes', 'one') },
  'object-changed': { [NOTES]: () => notes('notes', 'two') },
  'object-renamed': { [NOTES]: () => notes('remarks', 'two') },
  'object-kept': { [NOTES]: () => notes('remarks', 'two', KEPT) },
  'object-left': edit(LIST, ENTRY, ''),
  'pod-labelled': relabelled('pod-labelled'),
  'program-changed': { [`${GHOST}/prepare.mjs`]: (text) => `${text}// Another revision of the program.\n` },
  'probe-slower': edit(DEPLOYMENT, 'progressDeadlineSeconds: 900', 'progressDeadlineSeconds: 960'),
  'policy-widened': edit(
    `${GHOST}/network.yaml`,
    '        - protocol: TCP\n          port: 53\n',
    '        - protocol: TCP\n          port: 53\n        - protocol: TCP\n          port: 5353\n',
  ),
  'target-group-relabelled': edit(
    `${GHOST}/target-group.yaml`,
    'metadata:\n',
    'metadata:\n  labels:\n    example.com/it: moved\n',
  ),
  'comment-alone': { [`${GHOST}/service.yaml`]: (text) => `${text}# Nothing but a comment.\n` },
  'words-alone': { 'README.md': (text) => `${text}\nNothing but words.\n` },
  'budget-added': configured(budget(300)),
  'budget-changed': edit(CONFIG, budget(300), budget(400)),
  'budget-removed': edit(CONFIG, `${budget(400)},`, ''),
  'database-resized': resized('t4g.medium'),
  'mail-redirected': edit(CONFIG, 'alarms@example.com', 'others@example.com'),
  'audit-logs-off': configured('"kubernetesApi": { "auditLogs": { "off": "the rehearsal reads none" } }'),
  'flow-log-replaced': edit(
    NETWORK,
    'ec2.FlowLogDestination.toCloudWatchLogs(this.flowLogGroup()) }',
    'ec2.FlowLogDestination.toCloudWatchLogs(this.flowLogGroup()), maxAggregationInterval: ec2.FlowLogMaxAggregationInterval.ONE_MINUTE }',
  ),
  'construct-renamed': edit(ALARMS, "new EventAlarms(this, 'Events'", "new EventAlarms(this, 'Happenings'"),
  'both-halves': bothHalves({ branch: 'both-halves', title: '', size: 't4g.large', memory: '1408Mi' }).edits,
};

/** Pull requests of either half, of both and of neither: whatever a review can foretell happens in one of them. */
export const BRANCHES: readonly PullRequest[] = Object.entries(EDITS).map(([branch, edits]) => ({
  branch,
  title: branch.replaceAll('-', ' '),
  edits,
}));
