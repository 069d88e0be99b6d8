import { type Chat, startChat } from '../../fakes/chat/server.ts';
import type { Harness } from '../../harness/harness.ts';
import { NAME } from '../../harness/project.ts';
import { ADDRESSES } from '../../sandbox/addresses.ts';
import { RehearsalError } from '../../shared/errors.ts';
import { onlyBlock, readRecipe } from './document.ts';
import { runCommands } from './run-blocks.ts';

export const CHAT_DOCUMENT = 'docs/operations.md';

/** A chat whose webhook's address is in a secret, as the document says. */
export interface OpenChat {
  readonly service: Chat;
  /** Of its webhook. */
  readonly address: string;
  /** The line of the config that names the secret. */
  readonly line: string;
}

/** Opens a chat, and runs the commands of the document that make its secret. */
export async function chatOfTheDocument(harness: Harness): Promise<OpenChat> {
  const blocks = readRecipe(harness.project.folder, CHAT_DOCUMENT, 'A message in a chat');
  const command = onlyBlock(blocks, 'sh', CHAT_DOCUMENT).replace('Value=my-blog', `Value=${NAME}`);
  const address = /'(https:[^']+)'/.exec(command)?.[1] ?? '';
  const service = await openChat(harness, new URL(address));
  const { ARN } = JSON.parse(await runCommands(harness, command)) as { readonly ARN: string };
  return { service, address, line: onlyBlock(blocks, 'ts', CHAT_DOCUMENT).replace(/arn:[^']+/, ARN) };
}

/** A chat of that name, which every process of the sandbox finds. */
async function openChat({ sandbox }: Harness, { hostname, pathname }: URL): Promise<Chat> {
  sandbox.names.add(ADDRESSES.chat, [hostname]);
  const certificate = await sandbox.authority.issue('chat', { commonName: hostname, hosts: [hostname] });
  return await startChat(ADDRESSES.chat, 443, pathname, certificate);
}

/** @throws RehearsalError when the chat has other messages */
export function requireMessages({ received }: Chat, expected: readonly RegExp[]): void {
  const fits = received.length === expected.length && expected.every((one, i) => one.test(received[i] ?? ''));
  if (fits) return;
  throw new RehearsalError(`the chat has ${JSON.stringify(received)}, expected: ${expected.join(', ')}`, {
    where: CHAT_DOCUMENT,
    help: 'see cli/announce and cli/drift/tell.ts; run again with --keep',
  });
}
