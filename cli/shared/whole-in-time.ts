import { Readable } from 'node:stream';
import type { STSClientConfig } from '@aws-sdk/client-sts';

type Configured = Parameters<NonNullable<STSClientConfig['extensions']>[number]['configure']>[0];

/** An extension of any client: all are made of the same handler. */
interface Extension {
  configure(client: Pick<Configured, 'httpHandler' | 'setHttpHandler'>): void;
}

/**
 * Ends an answer of AWS that is not whole after a while, however often a little of it comes: the SDK's own limits are for silence.
 * @param longest milliseconds from the first bytes to the last
 */
export const wholeInTime = (longest: number): Extension => ({
  configure(client) {
    const handler = client.httpHandler();
    const handle: typeof handler.handle = async (request, options) => {
      const answer = await handler.handle(request, options);
      const { body } = answer.response;
      if (body instanceof Readable) endIn(longest, body);
      return answer;
    };
    client.setHttpHandler(Object.assign(Object.create(handler), { handle }));
  },
});

function endIn(longest: number, body: Readable): void {
  const late = Object.assign(new Error(`no whole answer within ${longest} ms`), { name: 'TimeoutError' });
  const timer = setTimeout(() => body.destroy(late), longest);
  body.once('close', () => clearTimeout(timer));
}
