import { CommandError } from '../shared/command-error.ts';
import { isPage, titleOf } from '../shared/page.ts';
import { wholeAnswer } from '../shared/whole-answer.ts';

/** A chat that is away must not hold up the build. Milliseconds. */
const TIMEOUT = 10_000;

/** A chat says a word or two. Bytes. */
const MOST_BYTES = 1024 * 1024;

/** For tests. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Posts a message, once: a second try might be a second message. The address is a secret, and in no message of ours.
 * @param address what the chat gave: whoever has it can write there
 * @throws CommandError when the chat did not take the message
 */
export async function post(address: string, body: object, fetchIt: Fetch = fetch): Promise<void> {
  const url = addressOf(address);
  const response = await fetchIt(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  }).catch((error: unknown) => {
    throw notTold(`the chat cannot be reached (${codeOf(error)})`, 'see whether the chat is up');
  });
  const text = new TextDecoder().decode(await wholeAnswer(response, MOST_BYTES).catch(() => new Uint8Array()));
  if (response.ok && isPage(text)) {
    throw notTold(`a page answered in the place of the chat (${titleOf(text)})`, 'check the network, and the address');
  }
  if (!response.ok) {
    throw notTold(
      `the chat answered ${response.status}`,
      'see whether its webhook still exists and chat.format is right; if the webhook is new, put its address into the secret',
    );
  }
}

/** @throws CommandError for what is no address of a webhook */
function addressOf(secret: string): string {
  const text = secret.trim();
  if (URL.canParse(text) && new URL(text).protocol === 'https:') return text;
  throw notTold(
    'the secret does not hold an address',
    'put the address of the webhook into it, https://... and nothing else',
  );
}

/** A code like ENOTFOUND: the message may quote the address. */
function codeOf(error: unknown): string {
  const { cause, name } = error as { cause?: { code?: string }; name?: string };
  return cause?.code ?? name ?? 'no reason given';
}

function notTold(why: string, help: string): CommandError {
  return new CommandError(`The chat was not told: ${why}.`, {
    where: 'the secret that chat.webhookSecretArn names',
    help,
  });
}
