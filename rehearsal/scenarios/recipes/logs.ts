import { CloudWatchLogsClient, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { z } from 'zod';
import { LOG_COLLECTOR, POD_LOGS_FOLDER } from '../../../lib/names.ts';
import { ACCOUNT, REGION } from '../../fakes/aws/start.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import { CONFIG, NAME } from '../../harness/project.ts';
import { roleArn } from '../../harness/roles.ts';
import { setting } from '../../harness/settings.ts';
import { ProcessError, RehearsalError } from '../../shared/errors.ts';
import { waitFor } from '../../shared/process/wait.ts';
import type { Scenario } from '../scenario.ts';
import { addField } from './config-line.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { runCommands } from './run-blocks.ts';
import { expectSilenceMailed } from './silent-logs.ts';
import { linesOfPod, type WrittenLine, writingPod } from './written-lines.ts';

const DOCUMENT = 'docs/operations.md';

/** What a pod has written is there when the pod and its files are gone; nobody else writes there, or reads the node; that no line comes is mailed. */
export const logs: Scenario = {
  id: 'logs',
  title: `${DOCUMENT}: what a pod wrote is in CloudWatch when its files are gone`,
  extra: 'logs',
  run: async (harness) => {
    const blocks = readRecipe(harness.project.folder, DOCUMENT, 'Logs of pods');
    const line = onlyBlock(blocks, 'ts', DOCUMENT);
    const change = {
      branch: 'logs',
      title: 'Keep the logs of pods',
      edits: { [CONFIG]: (text: string) => addField(text, line) },
    };
    const { summary } = await expectLive(harness, { commit: await harness.project.merge(change) });
    const since = Date.now();
    const read = async () => await written(harness, onlyBlock(blocks, 'sh', DOCUMENT), since);
    const pod = await writingPod(harness);
    const start = Date.now();
    const arrived = await waitFor('the line of the pod is in CloudWatch', async () => ofPod(await read(), pod), {
      seconds: 60,
      where: harness.sandbox.log('aws'),
    });
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    requireOrigin(arrived, pod);
    await pod.remove();
    if (ofPod(await read(), pod) === undefined) throw wrong(`the line of ${pod.name} went with its pod`);
    await requireOneStream(harness);
    const refused = await requireNoOtherFolder(harness);
    const silence = await expectSilenceMailed(harness);
    return `${summary}; the line of a pod arrived ${seconds} s after it was written, and stayed when its files were gone; ${refused} pods that want more of their node were refused; ${silence}`;
  },
};

const ofPod = (lines: readonly WrittenLine[], pod: { readonly mark: string }) =>
  lines.find(({ body }) => body === pod.mark);

/**
 * What the document's command prints, by the command line's first version, which has no `tail`.
 * @param since in place of an hour: CloudWatch answers with ten thousand lines at once, and MiniStack leaves out that there are more
 */
async function written(harness: Harness, block: string, since: number): Promise<WrittenLine[]> {
  const shown = `aws logs filter-log-events --region ${REGION} --log-group-name "$group" --start-time ${since}`;
  const command = block.replaceAll('my-blog', NAME).replace(/aws logs tail "\$group".*/, shown);
  return linesOfPod(await runCommands(harness, command));
}

function requireOrigin({ resource }: WrittenLine, pod: { readonly name: string; readonly namespace: string }): void {
  const { attributes } = resource;
  const found = ['namespace', 'pod', 'container'].map((what) => attributes[`k8s.${what}.name`]).join('/');
  const wanted = `${pod.namespace}/${pod.name}/writer`;
  if (found !== wanted) throw wrong(`the line says that it is of ${found}, expected: ${wanted}`);
}

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() });

/** Requires that the collector's role writes into its stream and into no other, and that no other pod gets it. */
async function requireOneStream(harness: Harness): Promise<void> {
  const { aws } = harness;
  const role = await roleArn(harness, 'ghost', 'LogsCollectorRole');
  const taken = async (namespace: string, serviceAccount: string) => {
    const body = {
      roleArn: role,
      service: 'pods.eks.amazonaws.com',
      sourceArn: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${NAME}`,
      session: 'rehearsal',
      tags: { 'kubernetes-namespace': namespace, 'kubernetes-service-account': serviceAccount },
    };
    return credentialsSchema.parse(await aws.ask('/_rehearsal/service-credentials', { method: 'POST', body }));
  };
  for (const [namespace, account] of [
    ['ghost', 'ghost'],
    [LOG_COLLECTOR.namespace, 'default'],
  ] as const)
    if (await succeeds(taken(namespace, account))) throw wrong(`the pods of ${namespace}/${account} get its role`);
  const credentials = await taken(LOG_COLLECTOR.namespace, LOG_COLLECTOR.serviceAccount);
  const client = new CloudWatchLogsClient({ ...aws.client, credentials });
  const [logGroupName, logStreamName] = [await setting(harness, 'LOG_GROUP'), await setting(harness, 'LOG_STREAM')];
  const write = (where: { readonly logGroupName: string; readonly logStreamName: string }) =>
    succeeds(
      client.send(new PutLogEventsCommand({ ...where, logEvents: [{ timestamp: Date.now(), message: 'by hand' }] })),
    );
  if (!(await write({ logGroupName, logStreamName }))) throw wrong('its role cannot write into its own stream');
  if (await write({ logGroupName, logStreamName: 'other' })) throw wrong('its role can write into another stream');
  const other = `/aws/eks/${NAME}/cluster`;
  if (await write({ logGroupName: other, logStreamName })) throw wrong(`its role can write into ${other}`);
}

/** Requires that no pod gets more of its node than the collector has. @returns how many were tried */
async function requireNoOtherFolder(harness: Harness): Promise<number> {
  const { kubectl } = await harness.cluster();
  const tried = async (namespace: string, pod: object) => {
    const name = 'more-of-the-node';
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: pod };
    try {
      await kubectl(['create', '--dry-run=server', '-f', '-'], { input: JSON.stringify(object) });
      return undefined;
    } catch (error) {
      if (error instanceof ProcessError) return String(error);
      throw error;
    }
  };
  const said = await tried(LOG_COLLECTOR.namespace, podReading(POD_LOGS_FOLDER, true));
  if (said !== undefined) throw wrong(`a pod like the collector is refused: ${said}`);
  const refused: readonly (readonly [namespace: string, pod: object, words: RegExp])[] = [
    [LOG_COLLECTOR.namespace, podReading('/', true), /no other folder/],
    [LOG_COLLECTOR.namespace, podReading(POD_LOGS_FOLDER, false), /write readOnly/],
    [LOG_COLLECTOR.namespace, { ...podReading(POD_LOGS_FOLDER, true), hostNetwork: true }, /the network/],
    ['ghost', podReading(POD_LOGS_FOLDER, true), /violates PodSecurity/],
  ];
  for (const [namespace, pod, words] of refused) {
    const answer = await tried(namespace, pod);
    if (answer === undefined || !words.test(answer))
      throw wrong(`in ${namespace} this pod is ${answer ?? 'admitted'}: ${JSON.stringify(pod)}`);
  }
  return refused.length;
}

/** A pod that is as the collector's, but for what it sees of its node. */
function podReading(path: string, readOnly: boolean): object {
  return {
    securityContext: { runAsUser: 0, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'reader',
        image: 'reader:1.0.0',
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH'] },
        },
        volumeMounts: [{ name: 'node', mountPath: '/node', readOnly }],
      },
    ],
    volumes: [{ name: 'node', hostPath: { path } }],
  };
}

/** Whether something is allowed. */
const succeeds = async (asked: Promise<unknown>): Promise<boolean> =>
  await asked.then(
    () => true,
    () => false,
  );

function wrong(what: string): RehearsalError {
  return new RehearsalError(what, {
    where: DOCUMENT,
    help: 'see gitops/apps/logs and lib/constructs/pod-logs.ts; run again with --keep',
  });
}
