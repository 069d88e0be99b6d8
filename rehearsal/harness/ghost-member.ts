import type { Answer, Visitor } from '../fakes/cloudfront/visitor.ts';
import type { Mail } from '../fakes/mail/server.ts';
import { RehearsalError } from '../shared/errors.ts';

/** A reader who becomes a member, as Portal in a browser does. */
export class Member {
  readonly #visit: Visitor;
  readonly #site: string;
  readonly #email: string;
  #cookie = '';

  /** @param site the blog's URL */
  constructor(visit: Visitor, site: string, email: string) {
    this.#visit = visit;
    this.#site = site;
    this.#email = email;
  }

  /** Asks for the mail with the magic link. Resolves to the status: 201 when it is on its way. */
  async signUp(): Promise<number> {
    const integrityToken = (await this.#visit('/members/api/integrity-token/')).body.toString();
    const { status } = await this.#visit('/members/api/send-magic-link/', {
      method: 'POST',
      headers: { origin: this.#site, 'content-type': 'application/json' },
      body: JSON.stringify({ email: this.#email, emailType: 'signup', integrityToken }),
    });
    return status;
  }

  /** Follows the link of the mail. @throws RehearsalError when there is none, or it signs nobody in */
  async follow({ text }: Mail): Promise<void> {
    const [link] = decoded(text).match(new RegExp(`${this.#site}/members/\\?token=[^\\s"<>]+`)) ?? [];
    if (link === undefined)
      throw memberFailed(`the mail holds no link to ${this.#site}/members/: ${text.slice(0, 500)}`);
    const answer = await this.#visit(link.slice(this.#site.length).replaceAll('&amp;', '&'));
    this.#cookie = cookies(answer);
    if (!this.#cookie.includes('ghost-members-ssr='))
      throw memberFailed(`the link was answered ${answer.status}, without a session`);
  }

  /** Reads a page of the blog, as who has signed in. */
  read(path: string): Promise<Answer> {
    return this.#visit(path, { headers: { cookie: this.#cookie } });
  }

  /** The address of who is signed in; undefined when nobody is. */
  async whoAmI(): Promise<string | undefined> {
    const { status, body } = await this.#visit('/members/api/member/', { headers: { cookie: this.#cookie } });
    return status === 200 ? (JSON.parse(body.toString()) as { email: string }).email : undefined;
  }
}

/** What a mail says in all of its parts, however each is encoded. */
function decoded(text: string): string {
  return text
    .split(/^--\S+$/m)
    .map(decodedPart)
    .join('\n');
}

function decodedPart(part: string): string {
  const [head = '', ...rest] = part.trim().split('\n\n');
  const body = rest.join('\n\n');
  if (/^Content-Transfer-Encoding: base64$/im.test(head)) return Buffer.from(body, 'base64').toString();
  const unfolded = part.replaceAll('=\n', '');
  return unfolded.replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

function cookies({ headers }: Answer): string {
  const set = [headers['set-cookie'] ?? []].flat();
  return set.map((cookie) => cookie.split(';')[0]).join('; ');
}

function memberFailed(what: string): RehearsalError {
  return new RehearsalError(`a reader could not become a member: ${what}`, {
    help: 'see gitops/apps/ghost/mail-on; run again with --keep',
  });
}
