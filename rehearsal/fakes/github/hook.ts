/** What a hook is told to do; the REST API's own names. */
export interface HookConfig {
  readonly url: string;
  readonly content_type: 'json' | 'form';
  readonly secret?: string;
  readonly insecure_ssl: '0' | '1';
}

/** What the address answered last. */
export interface LastResponse {
  readonly code: number | null;
  readonly status: string;
  readonly message: string | null;
}

/** A webhook of a repository. */
export interface Hook {
  readonly id: number;
  readonly active: boolean;
  readonly events: readonly string[];
  readonly config: HookConfig;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_response: LastResponse;
}

/** What a hook that never sent anything says about its last answer. */
export const UNUSED: LastResponse = { code: null, status: 'unused', message: null };

/** A hook as the REST API shows it: its secret is masked, and absent when there is none. */
export function describeHook(hook: Hook, repositoryUrl: string) {
  const { secret, ...config } = hook.config;
  const url = `${repositoryUrl}/hooks/${hook.id}`;
  return {
    type: 'Repository',
    name: 'web',
    ...hook,
    config: secret === undefined ? config : { ...config, secret: '********' },
    url,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
  };
}
