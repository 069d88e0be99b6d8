import type { Answer, Visit, Visitor } from '../fakes/cloudfront/visitor.ts';

/** Whatever leads to the blog. */
interface Way {
  readonly visit: Visitor;
}

/** Ghost answered something else than expected. */
class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

interface UploadedFile {
  readonly url: string;
}

/** A person who works in Ghost's admin area, as a reader reaches the blog. */
export class Author {
  readonly #way: Way;
  readonly #site: string;
  #cookie = '';

  /** @param site the blog's URL, which browsers send as their origin */
  constructor(way: Way, site: string) {
    this.#way = way;
    this.#site = site;
  }

  /** Signs in, and resolves to the status: 201 when it worked, 403 when Ghost wants a code, 422 for a wrong password. */
  async signIn(username: string, password: string): Promise<number> {
    const answer = await this.#call('POST', '/session/', { username, password });
    const [cookie] = [answer.headers['set-cookie'] ?? []].flat();
    if (cookie) this.#cookie = cookie.split(';')[0] ?? '';
    return answer.status;
  }

  /** Enters the code that Ghost mailed, and resolves to the status: 200 when it was the right one. */
  async enterCode(token: string): Promise<number> {
    return (await this.#call('PUT', '/session/verify/', { token })).status;
  }

  /** The e-mail address of the account that is signed in. @throws UnexpectedAnswerError when nobody is */
  async whoAmI(): Promise<string> {
    const { users } = await this.#expect<{ users: { email: string }[] }>('GET', '/users/me/');
    return users[0]?.email ?? '';
  }

  /** The value of a setting, calculated ones included. */
  async setting(key: string): Promise<unknown> {
    const { settings } = await this.#expect<{ settings: { key: string; value: unknown }[] }>('GET', '/settings/');
    return settings.find((one) => one.key === key)?.value;
  }

  /** Changes a setting. */
  async set(key: string, value: unknown): Promise<void> {
    await this.#expect('PUT', '/settings/', { settings: [{ key, value }] });
  }

  /** Uploads an image and resolves to its path on the site. */
  async uploadImage(name: string, data: Buffer): Promise<string> {
    const { images } = await this.#upload<{ images: UploadedFile[] }>('/images/upload/', name, 'image/png', data);
    return this.#pathOf(images[0]?.url);
  }

  /** Uploads a file that readers can download. */
  async uploadFile(name: string, data: Buffer): Promise<string> {
    const { files } = await this.#upload<{ files: UploadedFile[] }>('/files/upload/', name, 'text/plain', data);
    return this.#pathOf(files[0]?.url);
  }

  /** Uploads a sound. */
  async uploadMedia(name: string, data: Buffer): Promise<string> {
    const { media } = await this.#upload<{ media: UploadedFile[] }>('/media/upload/', name, 'audio/wav', data);
    return this.#pathOf(media[0]?.url);
  }

  /** Uploads a zipped theme, slowly if asked to. */
  async uploadTheme(name: string, zip: Buffer, visit: Visit = {}): Promise<void> {
    await this.#upload('/themes/upload/', `${name}.zip`, 'application/zip', zip, visit);
  }

  async activateTheme(name: string): Promise<void> {
    await this.#expect('PUT', `/themes/${name}/activate/`);
  }

  async uploadRedirects(yaml: string): Promise<void> {
    await this.#upload('/redirects/upload/', 'redirects.yaml', 'application/yaml', Buffer.from(yaml), {}, 'redirects');
  }

  async uploadRoutes(yaml: string): Promise<void> {
    await this.#upload('/settings/routes/yaml/', 'routes.yaml', 'application/yaml', Buffer.from(yaml), {}, 'routes');
  }

  /** Publishes a post and resolves to its path on the site. */
  async publish(post: {
    readonly title: string;
    readonly feature_image: string;
    readonly html: string;
  }): Promise<string> {
    const { posts } = await this.#expect<{ posts: UploadedFile[] }>('POST', '/posts/?source=html', {
      posts: [{ ...post, status: 'published', feature_image: `${this.#site}${post.feature_image}` }],
    });
    return this.#pathOf(posts[0]?.url);
  }

  /** Deletes a post. @param slug the last part of its path */
  async remove(slug: string): Promise<void> {
    await this.#expect('DELETE', `/posts/${(await this.#post(slug)).id}/`);
  }

  /** Changes fields of a post. @param slug the last part of its path */
  async change(slug: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const found = await this.#post(slug);
    // Ghost refuses a change of what somebody else has changed meanwhile.
    const post = { ...fields, updated_at: found.updated_at };
    await this.#expect('PUT', `/posts/${found.id}/?source=html`, { posts: [post] });
  }

  /** @throws UnexpectedAnswerError when there is none */
  async #post(slug: string): Promise<{ readonly id: string; readonly updated_at: string }> {
    const { posts } = await this.#expect<{ posts: { id: string; updated_at: string }[] }>(
      'GET',
      `/posts/slug/${slug}/`,
    );
    const [found] = posts;
    if (!found) throw new UnexpectedAnswerError(`no post has the slug ${slug}`);
    return found;
  }

  /** @throws UnexpectedAnswerError when Ghost refuses */
  async #expect<T>(method: string, path: string, body?: object): Promise<T> {
    return this.#json(`${method} ${path}`, await this.#call(method, path, body));
  }

  #call(method: string, path: string, body?: object): Promise<Answer> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    return this.#way.visit(`/ghost/api/admin${path}`, {
      method,
      headers: { ...this.#headers, 'content-type': 'application/json' },
      ...json,
    });
  }

  async #upload<T>(
    path: string,
    name: string,
    type: string,
    data: Buffer,
    visit: Visit = {},
    field = 'file',
  ): Promise<T> {
    const boundary = 'rehearsal-boundary';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`;
    const body = Buffer.concat([Buffer.from(head), data, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const headers = { ...this.#headers, 'content-type': `multipart/form-data; boundary=${boundary}` };
    return this.#json(
      path,
      await this.#way.visit(`/ghost/api/admin${path}`, { ...visit, method: 'POST', headers, body }),
    );
  }

  #json<T>(what: string, { status, body }: Answer): T {
    if (status < 200 || status > 299)
      throw new UnexpectedAnswerError(`${what} answered ${status}: ${body.toString().slice(0, 300)}`);
    return (body.length > 0 ? JSON.parse(body.toString()) : {}) as T;
  }

  #pathOf(url: string | undefined): string {
    if (!url?.startsWith(this.#site))
      throw new UnexpectedAnswerError(`Ghost names ${url}, which is not below ${this.#site}`);
    return url.slice(this.#site.length);
  }

  get #headers(): Record<string, string> {
    return { origin: this.#site, cookie: this.#cookie };
  }
}
