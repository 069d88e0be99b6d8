/** The password of basic authentication, which is a token: GitHub does not look at the name before it. */
export function passwordOf(header: string | undefined): string | undefined {
  const [, encoded] = /^basic (\S+)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}

/** The header by which Git sends a token. */
export const gitAuthorization = (token: string): string =>
  `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;

/** Git's settings for GitHub's server with a token, as environment. */
export function gitEnvironment(token: string): Readonly<Record<string, string>> {
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.https://github.com/.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: ${gitAuthorization(token)}`,
  };
}
