/** What a request needs: any token, or one with one of these classic scopes. */
const SCOPES = {
  read: ['read:repo_hook', 'write:repo_hook', 'admin:repo_hook', 'repo'],
  write: ['write:repo_hook', 'admin:repo_hook', 'repo'],
  admin: ['admin:repo_hook', 'repo'],
} as const;

/** What a token lets its holder do with a repository and its hooks. */
export interface Access {
  readonly scopes: readonly string[];
  /** May the holder see private repositories? */
  readonly seesPrivate: boolean;
  /** May the holder send this request to the hooks? Those who may not are told that there is nothing. */
  readonly mayUseHooks: (method: string) => boolean;
}

/**
 * Reads the token of a request. Undefined when it is none that is known, which GitHub answers with 401.
 * @param header the request's Authorization header
 */
export function accessOf(
  header: string | null,
  tokens: Readonly<Record<string, readonly string[]>>,
): Access | undefined {
  const [, token = ''] = /^(?:token|bearer) (.+)$/i.exec(header ?? '') ?? [];
  const scopes = header === null ? [] : tokens[token];
  return (
    scopes && {
      scopes,
      seesPrivate: scopes.includes('repo'),
      mayUseHooks: (method) => acceptedScopes(method).some((scope) => scopes.includes(scope)),
    }
  );
}

/** The scopes of which a request to the hooks needs one. */
export function acceptedScopes(method: string): readonly string[] {
  if (method === 'GET') return SCOPES.read;
  return method === 'DELETE' ? SCOPES.admin : SCOPES.write;
}
