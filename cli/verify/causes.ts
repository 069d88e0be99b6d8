/** Why a commit is not live, in the words of the report, and what is known about each reason. */
interface CauseInfo {
  /** How long it must last before it counts as final, in seconds; never by itself when left out. */
  readonly finalAfterSeconds?: number;
  /** It may pass once this commit's infrastructure is deployed: not final before. */
  readonly mayPassWithInfrastructure?: boolean;
  /** It follows from something else, which is more telling where it is known. */
  readonly symptom?: boolean;
  /** The command or edit that helps. Placeholders: {object} as kubectl writes it, {namespace}, {name}, {construct}, and {flux}: as Flux writes it. */
  readonly help: string;
}

/** Flux retries and registries hiccup: what is wrong twice in a row stays wrong. */
const SETTLED = 15;

/** Longer than the retry interval of whoever reports it, which is 30 s at most. */
const RETRIED = 35;

const DESCRIBE = 'kubectl --namespace {namespace} describe {object}';

/** The doctor visits each name, and says which records are missing. */
const OWN_DOMAIN = 'with a domain of your own, see which of its names fails: npx onemerge doctor --after-deploy';

const CAUSES = {
  'stack rolled back': {
    finalAfterSeconds: 0,
    help: 'npx cdk deploy {construct}, or revert the commit; the failures above say why',
  },
  'replacement refused': {
    finalAfterSeconds: 0,
    help: 'revert the commit; to replace data on purpose, turn protection off first: docs/operations.md, "Replace the database"',
  },
  'beyond the bounds': {
    finalAfterSeconds: 0,
    help: 'revert the commit; whoever administers the account can widen what deployments may do: docs/security.md, "What CloudFormation may do"',
  },
  // Of a person who approves what is promoted. The judge names the command, which takes environment and commit.
  'approval awaited': { help: 'npx onemerge promote --to <environment> --commit <sha> --approve <words>' },
  'approval refused': { finalAfterSeconds: 0, help: 'npx onemerge promote --to <environment> --commit <sha>' },
  'approval timed out': { finalAfterSeconds: 0, help: 'npx onemerge promote --to <environment> --commit <sha>' },
  'approval stopped': { finalAfterSeconds: 0, help: 'npx onemerge promote --to <environment> --commit <sha>' },
  'stack not deployed': { symptom: true, help: 'npx cdk deploy --all' },
  'stack changed by hand': {
    // Somebody who deploys by hand may be about to deploy the rest.
    finalAfterSeconds: 60,
    help: 'npx cdk diff {construct}, then npx cdk deploy {construct}',
  },
  'waiting for infrastructure': { symptom: true, help: 'wait: the manifests follow once that infrastructure stands' },
  'lock is stale': {
    finalAfterSeconds: 0,
    help: 'npx onemerge lock, then merge the file that it writes',
  },
  'gate closed by hand': {
    // CloudFormation reports a stack complete moments before the last look at the settings.
    finalAfterSeconds: 60,
    help: 'kubectl --namespace flux-system get configmap settings --output yaml',
  },
  'settings changed by hand': {
    finalAfterSeconds: SETTLED,
    help: 'kubectl --namespace flux-system get configmap settings --output yaml',
  },
  'infrastructure failed': {
    finalAfterSeconds: 0,
    help: 'read the log of the failed build, then fix it in a new pull request',
  },
  'not on the branch': {
    finalAfterSeconds: 0,
    help: 'did somebody rewrite the branch? git log --oneline --all',
  },
  'Flux is missing': { help: 'kubectl --namespace flux-system get fluxinstance flux --output yaml' },
  'source unreachable': { finalAfterSeconds: 30, help: DESCRIBE },
  'commit not signed': {
    // A key that has just been added is read by the next look.
    finalAfterSeconds: SETTLED,
    help: "revert it by a merge that a key of repository.signedBy signs, for example on GitHub's site where its key is on the list: docs/security.md, Signed commits",
  },
  'repository key missing': {
    finalAfterSeconds: RETRIED,
    mayPassWithInfrastructure: true,
    help: 'npx onemerge connect --app-key <file.pem>; when the key is kept, see why it does not arrive: kubectl --namespace flux-system describe externalsecret github-app',
  },
  'repository key refused': {
    finalAfterSeconds: 30,
    help: 'it is another key than the GitHub App has, or was deleted there: make one in its settings, then npx onemerge connect --app-key <file.pem>',
  },
  'repository access refused': {
    // Flux keeps a token for most of its hour, also when GitHub has ended it.
    finalAfterSeconds: 30,
    help: 'with an App, have Flux ask for another token: kubectl --namespace flux-system rollout restart deployment source-controller; without one the repository is private by now: docs/private-repository.md',
  },
  'App not installed': {
    finalAfterSeconds: 30,
    help: 'see which click is left: npx onemerge connect',
  },
  'push not seen': { symptom: true, help: 'check the webhook in the settings of the repository: its last deliveries' },
  suspended: { finalAfterSeconds: 0, help: 'flux resume {flux} --namespace {namespace}' },
  'unset variable': {
    finalAfterSeconds: SETTLED,
    mayPassWithInfrastructure: true,
    help: 'add the variable to lib/settings.ts and lib/ghost-stack.ts, or remove it from the manifest',
  },
  'manifests do not build': {
    finalAfterSeconds: SETTLED,
    help: 'find the file that is wrong: npm test',
  },
  'rejected manifest': {
    finalAfterSeconds: SETTLED,
    mayPassWithInfrastructure: true,
    help: 'correct the manifest that the message names; check all of them: npx onemerge rehearse --until validate',
  },
  // Of a Kustomization that is applied as a ServiceAccount of its own. A role that comes with the same commit is there a moment later.
  'right missing': {
    finalAfterSeconds: RETRIED,
    help: 'add what the message names to the Role of that account, for the blog in gitops/apps/database/apply-ghost.yaml, or take the object out; npm test names file, line and rule',
  },
  // Final once Flux has applied it again and it still is not there: see objects.ts.
  'field dropped': {
    help: 'correct the field, or remove it: the API server knows none of that name, or has it switched off, and drops it without an error; npm test names the line of most',
  },
  'immutable field': {
    finalAfterSeconds: SETTLED,
    // No command that deletes it: it may hold data.
    help: 'undo the change, or give the object a new name in the manifest: Flux then prunes the old one, so not where it holds data',
  },
  'Helm release failed': { symptom: true, finalAfterSeconds: SETTLED, mayPassWithInfrastructure: true, help: DESCRIBE },
  'health check failed': { symptom: true, finalAfterSeconds: SETTLED, mayPassWithInfrastructure: true, help: DESCRIBE },
  'not applied': { finalAfterSeconds: RETRIED, mayPassWithInfrastructure: true, help: DESCRIBE },
  'not applied again': {
    symptom: true,
    help: 'kubectl --namespace flux-system get pods; see whether the controller of {object} runs',
  },
  'path not found': {
    finalAfterSeconds: SETTLED,
    help: 'correct spec.path of {object}, or add the folder with its kustomization.yaml',
  },
  'source missing': {
    finalAfterSeconds: RETRIED,
    help: 'add the source that {object} names to the tree, or correct the name and its namespace',
  },
  'dependency missing': {
    finalAfterSeconds: RETRIED,
    help: 'correct spec.dependsOn of {object}: it names something that is not in the cluster',
  },
  'circular dependency': {
    finalAfterSeconds: SETTLED,
    help: 'take one of them out of spec.dependsOn: each waits for the other',
  },
  'namespace missing': {
    finalAfterSeconds: SETTLED,
    help: 'add the Namespace to the tree, or correct metadata.namespace of what the message names',
  },
  'version not found': {
    finalAfterSeconds: SETTLED,
    help: 'correct spec.ref of {object}: the registry or repository has no such version',
  },
  'refused by its controller': {
    finalAfterSeconds: SETTLED,
    mayPassWithInfrastructure: true,
    help: 'correct what the message names in the manifest of {object}',
  },
  'values missing': {
    finalAfterSeconds: RETRIED,
    mayPassWithInfrastructure: true,
    help: 'correct spec.valuesFrom of {object}, or add what it names',
  },
  'secret not synchronized': {
    finalAfterSeconds: RETRIED,
    mayPassWithInfrastructure: true,
    help: 'correct the keys and properties in the manifest of {object}; what the store says: kubectl --namespace {namespace} describe {object}',
  },
  'object missing': { finalAfterSeconds: RETRIED, help: 'flux reconcile kustomization {name} --namespace {namespace}' },
  'object not ready': { help: DESCRIBE },
  'changed by hand': {
    // Flux may be about to put it back.
    finalAfterSeconds: RETRIED,
    help: DESCRIBE,
  },
  'deletion not finished': {
    help: 'kubectl --namespace {namespace} get {object} --output yaml',
  },
  'job failed': {
    finalAfterSeconds: 0,
    mayPassWithInfrastructure: true,
    help: DESCRIBE,
  },
  'pod refused': {
    finalAfterSeconds: SETTLED,
    help: 'correct the pod template of {object}: the message names the rule that forbids it',
  },
  'image not found': {
    finalAfterSeconds: SETTLED,
    help: 'correct the image in the manifest of {object}: name, tag and digest',
  },
  'configuration missing': { finalAfterSeconds: RETRIED, mayPassWithInfrastructure: true, help: DESCRIBE },
  // A file system that was made a moment ago has no address yet.
  'volume not mounted': { finalAfterSeconds: 120, mayPassWithInfrastructure: true, help: DESCRIBE },
  'node in trouble': { help: DESCRIBE },
  'database unreachable': {
    // A database that restarts or fails over is back within that time.
    finalAfterSeconds: 120,
    mayPassWithInfrastructure: true,
    help: 'kubectl --namespace {namespace} logs {object} --all-containers --ignore-errors; check DATABASE_HOST, security group and secret',
  },
  'database user missing': {
    // A migration, or a restart of the Kubernetes API.
    finalAfterSeconds: 120,
    mayPassWithInfrastructure: true,
    help: 'kubectl --namespace {namespace} logs {object}; its master needs the rights that RDS gave it, and the program those of gitops/apps/database/access.yaml',
  },
  'Ghost older than its database': {
    finalAfterSeconds: 0,
    help: 'name the newer version again in gitops/apps/ghost/image/kustomization.yaml; a lower one needs a backup from before the upgrade',
  },
  'migration running': {
    help: 'wait: kubectl --namespace {namespace} logs {object} --all-containers --ignore-errors --follow',
  },
  'failing probe': { help: DESCRIBE },
  'container crashes': {
    finalAfterSeconds: 0,
    mayPassWithInfrastructure: true,
    help: 'kubectl --namespace {namespace} logs {object} --all-containers --ignore-errors --previous',
  },
  'pod not scheduled': {
    // EKS Auto Mode needs a minute or two for a node, and names it to the pod at once.
    finalAfterSeconds: 300,
    mayPassWithInfrastructure: true,
    help: DESCRIBE,
  },
  'fits no node': {
    finalAfterSeconds: SETTLED,
    mayPassWithInfrastructure: true,
    help: 'lower what the pod requests, or correct its nodeSelector, affinity and volumes: kubectl --namespace {namespace} describe {object}',
  },
  'rollout stuck': { symptom: true, finalAfterSeconds: SETTLED, mayPassWithInfrastructure: true, help: DESCRIBE },
  'rollout not finished': { symptom: true, help: DESCRIBE },
  // Of the way from the reader to Ghost. Pods that are not ready explain each of them better.
  'name not resolved': {
    symptom: true,
    help: `wait for DNS; ${OWN_DOMAIN}`,
  },
  'certificate refused': { symptom: true, help: `curl --verbose {name}; ${OWN_DOMAIN}` },
  'origin unreachable': {
    symptom: true,
    help: 'CloudFront reaches no target: see the targets above, the security group of the load balancer and the network policies of the namespace ghost; kubectl get targetgroupbindings --all-namespaces',
  },
  'refused at the edge': { symptom: true, help: `curl --verbose {name}; ${OWN_DOMAIN}` },
  'Ghost answers with an error': {
    symptom: true,
    help: 'kubectl --namespace ghost logs deployment/ghost --all-containers --ignore-errors',
  },
  'blog does not answer': { symptom: true, help: 'curl --verbose {name}' },
  'no healthy target': { symptom: true, help: 'kubectl get targetgroupbindings --all-namespaces' },
  unreadable: { help: '' },
} satisfies Record<string, CauseInfo>;

export type Cause = keyof typeof CAUSES;

/** What is known about a cause. */
export function causeInfo(cause: Cause): CauseInfo {
  return CAUSES[cause];
}
