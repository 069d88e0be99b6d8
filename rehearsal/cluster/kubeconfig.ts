import { writeFile } from 'node:fs/promises';

/** A kubeconfig: who talks to which server. Paths of PEM files; without a client it names nobody. */
export interface KubeconfigContent {
  readonly server: string;
  /** The server's authority; the system's trust store when absent. */
  readonly authority?: string;
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** Writes a kubeconfig (JSON is YAML) that only its owner can read, and returns its path. */
export async function writeKubeconfig(path: string, content: KubeconfigContent): Promise<string> {
  const { server, authority, client } = content;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'it', cluster: { server, ...(authority ? { 'certificate-authority': authority } : {}) } }],
    users: [{ name: 'me', user: client ? { 'client-certificate': client.certificate, 'client-key': client.key } : {} }],
    contexts: [{ name: 'it', context: { cluster: 'it', user: 'me' } }],
    'current-context': 'it',
  };
  await writeFile(path, JSON.stringify(config, null, 2), { mode: 0o600 });
  return path;
}
