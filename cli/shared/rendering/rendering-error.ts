/** The tree cannot be rendered; the message says where and why, and what Flux would do. */
export class RenderingError extends Error {
  override readonly name = 'RenderingError';
  /** The file at fault, with its line where that is known. */
  readonly where: string | undefined;
  /** What to write. */
  readonly edit: string | undefined;

  /** What is wrong, without the edit: the message has both. */
  readonly what: string;

  constructor(what: string, { where, edit }: { readonly where?: string; readonly edit?: string } = {}) {
    super(edit === undefined ? what : `${what}. To mend it, ${edit}`);
    this.what = what;
    this.where = where;
    this.edit = edit;
  }
}
