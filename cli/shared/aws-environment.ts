/** Variables that go into the headers of every call. */
const IN_HEADERS = ['AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN'];

/** A variable that keeps the SDK from calling at all, and what to do about it. */
interface EnvironmentFault {
  readonly what: string;
  readonly help: string;
}

/**
 * Finds the variable that made a call fail before it was sent: the SDK passes on the error of Node.js, which names none.
 * @param env the environment that the SDK took its credentials and addresses from
 * @returns undefined when no variable explains the error
 */
export function environmentFault(error: Error, env: NodeJS.ProcessEnv): EnvironmentFault | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const set = Object.entries(env).flatMap(([name, value]) =>
    name.startsWith('AWS_') && value ? [{ name, value }] : [],
  );
  if (code === 'ERR_INVALID_URL') {
    const wrong = set.find(({ name, value }) => name.startsWith('AWS_ENDPOINT_URL') && !URL.canParse(value));
    return wrong && noUrl(wrong.name, wrong.value);
  }
  if (code === 'ERR_INVALID_CHAR') {
    const wrong = set.find(({ name, value }) => IN_HEADERS.includes(name) && /[^\x20-\x7e]/.test(value));
    return wrong && unprintable(wrong.name);
  }
  const named = path === undefined ? undefined : set.find(({ value }) => value === path);
  return (
    named && { what: `${named.name} names a file that cannot be read: ${error.message}`, help: unsetIt(named.name) }
  );
}

const noUrl = (name: string, value: string): EnvironmentFault => ({
  what: `${name} is "${value}", which is no URL`,
  help: `unset ${name}, or set it to one such as http://localhost:4566`,
});

/** Its value may be a secret, and is not shown. */
const unprintable = (name: string): EnvironmentFault => ({
  what: `${name} holds a line break, or another character that no header takes`,
  help: `export ${name} again, on one line; or unset it`,
});

const unsetIt = (name: string) => `unset ${name}, or set it to a file that is there`;
