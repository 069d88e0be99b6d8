import { existsSync, readFileSync } from 'node:fs';
import { boto3 } from '../../harness/boto3.ts';
import { expectLive } from '../../harness/expect-live.ts';
import type { Harness } from '../../harness/harness.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { ProcessError, RehearsalError } from '../../shared/errors.ts';
import { passwordsIn, type Texts, told } from './told.ts';

const SECRETS = `
import boto3, json
client = boto3.client("secretsmanager")
print(json.dumps({one["Name"]: client.get_secret_value(SecretId=one["ARN"])["SecretString"] for one in client.list_secrets()["SecretList"]}))`;

const TEMPLATES = `
import boto3, json
client = boto3.client("cloudformation")
names = [one["StackName"] for one in client.describe_stacks()["Stacks"]]
print(json.dumps({name: json.dumps(client.get_template(StackName=name)["TemplateBody"], default=str) for name in names}))`;

/** Namespaces whose Secrets are passwords of the blog, and not Helm's notes. */
const NAMESPACES = ['ghost', 'database', 'flux-system'];

/** Whatever was generated lets somebody in, so it is nowhere where more people read than may. */
export const toldSecrets: Scenario = {
  id: 'told-secrets',
  title: 'no password and no token is in the log of a build or of a pod, in a template or in a ConfigMap',
  run: async (harness) => {
    const change = { branch: 'told-secrets', title: 'Change nothing, for the log of its build', edits: {} };
    await expectLive(harness, { commit: await harness.project.merge(change) });
    const passwords = new Map([...(await ofTheAccount(harness)), ...(await ofTheCluster(harness))]);
    const texts = new Map([
      ...builds(harness),
      ...(await templates(harness)),
      ...(await logs(harness)),
      ...(await configMaps(harness)),
    ]);
    const found = told(texts, passwords);
    if (found.length > 0)
      throw new RehearsalError(`a secret is told: ${found.join('; ')}`, {
        help: 'have what writes it leave it out: cli/shared/redact.ts for the verdict, the program itself for a pod',
      });
    return `${passwords.size} passwords and tokens are in none of ${texts.size} logs, templates and ConfigMaps`;
  },
};

const entriesOf = (json: string): [string, string][] => Object.entries(JSON.parse(json) as Record<string, string>);

async function ofTheAccount(harness: Harness): Promise<[string, string][]> {
  return entriesOf(await boto3(harness, SECRETS)).flatMap(([name, text]) => passwordsIn(`the secret ${name}`, text));
}

interface Secrets {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly type: string;
    readonly data?: Readonly<Record<string, string>>;
  }[];
}

async function ofTheCluster(harness: Harness): Promise<[string, string][]> {
  const { kubectl } = await harness.cluster();
  const found: [string, string][] = [];
  for (const namespace of NAMESPACES) {
    const { items } = JSON.parse(await kubectl(['-n', namespace, 'get', 'secrets', '-o', 'json'])) as Secrets;
    for (const { metadata, data = {} } of items.filter(({ type }) => type === 'Opaque')) {
      const decoded = Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]);
      found.push(
        ...passwordsIn(`the Secret ${namespace}/${metadata.name}`, JSON.stringify(Object.fromEntries(decoded))),
      );
    }
  }
  return found;
}

function builds({ pipeline }: Harness): [string, string][] {
  return pipeline.runner.executions.flatMap(({ id, log }): [string, string][] =>
    log !== undefined && existsSync(log) ? [[`the log of the build of ${id}`, readFileSync(log, 'utf8')]] : [],
  );
}

async function templates(harness: Harness): Promise<[string, string][]> {
  return entriesOf(await boto3(harness, TEMPLATES)).map(([name, text]) => [`the template of ${name}`, text]);
}

async function logs(harness: Harness): Promise<Texts> {
  const { kubectl } = await harness.cluster();
  const path = 'jsonpath={range .items[*]}{.metadata.namespace} {.metadata.name}{"\\n"}{end}';
  const pods = (await kubectl(['get', 'pods', '-A', '-o', path])).trim().split('\n');
  const found = new Map<string, string>();
  for (const [namespace = '', name = ''] of pods.map((pod) => pod.split(' '))) {
    try {
      const log = await kubectl(['-n', namespace, 'logs', name, '--all-containers']);
      found.set(`the log of the pod ${namespace}/${name}`, log);
    } catch (error) {
      // A container that has not started has none.
      if (!(error instanceof ProcessError)) throw error;
    }
  }
  return found;
}

async function configMaps(harness: Harness): Promise<[string, string][]> {
  const { kubectl } = await harness.cluster();
  return [['a ConfigMap', await kubectl(['get', 'configmaps', '-A', '-o', 'yaml'])]];
}
