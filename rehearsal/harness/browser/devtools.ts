import type { Readable, Writable } from 'node:stream';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** What waits for a message of the browser. */
interface Waiting {
  readonly isMeant: (message: Message) => boolean;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: Error) => void;
}

/** The DevTools protocol over a pair of pipes, in which a zero byte ends a message. https://chromedevtools.github.io/devtools-protocol/ */
export class DevTools {
  readonly #commands: Writable;
  readonly #waiting = new Set<Waiting>();
  #rest = '';
  #last = 0;

  /** @param commands the browser reads them @param messages what it says */
  constructor(commands: Writable, messages: Readable) {
    this.#commands = commands;
    commands.on('error', () => undefined); // the end of its messages tells more
    messages.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    messages.once('close', () => this.#fail(new Error('the browser has ended')));
  }

  /** Sends a command, and resolves to its result. @throws Error with the browser's words when it refuses, or ends before */
  async send(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const answer = this.#next((message) => message.id === id);
    this.#commands.write(`${JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** Waits for an event. @throws Error when the browser ends before */
  async event(method: string): Promise<void> {
    await this.#next((message) => message.method === method);
  }

  /** Fails whatever is waited for. */
  end(error: Error): void {
    this.#fail(error);
  }

  async #next(isMeant: Waiting['isMeant']): Promise<Message> {
    return await new Promise((resolve, reject) => this.#waiting.add({ isMeant, resolve, reject }));
  }

  #hear(text: string): void {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop() ?? '';
    for (const message of messages.map((one) => JSON.parse(one) as Message)) {
      for (const waiting of this.#waiting) {
        if (!waiting.isMeant(message)) continue;
        this.#waiting.delete(waiting);
        waiting.resolve(message);
      }
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting) reject(error);
    this.#waiting.clear();
  }
}
