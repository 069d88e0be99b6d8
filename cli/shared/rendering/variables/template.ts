// The grammar of Flux's variables, which is not quite the shell's: https://pkg.go.dev/github.com/fluxcd/pkg/envsubst
// test/cli/shared/rendering holds what Flux's own code answers to the same texts.

/** A variable with what is done to its value. */
export interface Expression {
  readonly variable: string;
  /** `:-`, `##`, `/` ...; empty for the bare variable, `#` without arguments for the length. */
  readonly operator: string;
  readonly args: readonly Part[];
}

/** Text as it is, or a variable. */
export type Part = string | Expression;

/** Text that Flux refuses to substitute. */
export class SubstitutionError extends Error {
  override readonly name: string = 'SubstitutionError';
  /** The text at fault. */
  readonly written: string;

  constructor(written: string, what: string) {
    super(`${written} ${what}`);
    this.written = written;
  }
}

type Stops = (character: string) => boolean;

const IDENTIFIER = /[\p{L}\p{Nd}_]+/uy;
const CLOSING: Stops = (character) => character === '}';

/** The parts of a text. @throws SubstitutionError where Flux's parser stops */
export function parseTemplate(text: string): Part[] {
  const reader = new Reader(text);
  const parts: Part[] = [];
  while (!reader.ended()) parts.push(reader.opens() ? reader.expression() : reader.text(() => false, /^\$\$/));
  return parts;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  ended = () => this.#at >= this.#text.length;
  opens = () => this.#text.startsWith('${', this.#at);
  #peek = () => this.#text[this.#at] ?? '';

  /** Reads up to a variable or what stops it; what is escaped stands for its second character. */
  text(stops: Stops, escapes?: RegExp): string {
    let read = '';
    while (!this.ended() && !this.opens()) {
      const escaped = escapes?.test(this.#text.slice(this.#at, this.#at + 2)) ?? false;
      if (escaped) this.#at++;
      else if (stops(this.#peek())) break;
      read += this.#peek();
      this.#at++;
    }
    return read;
  }

  /** Reads from `${` to its `}`. */
  expression(): Expression {
    this.#at += 2;
    const isLength = this.#accept('#') !== '';
    const variable = this.#identifier();
    if (isLength) return this.#closed({ variable, operator: '#', args: [] });
    const next = this.#peek();
    if (next === ':' && !/[=\-?+]/.test(this.#text[this.#at + 1] ?? '')) return this.#substring(variable);
    if (next === ':' || next === '=') return this.#default(variable);
    if (next === ',' || next === '^') return this.#closed({ variable, operator: this.#accept(/[,^]{1,2}/y), args: [] });
    if (next === '/') return this.#replace(variable);
    if (next === '#' || next === '%') {
      const operator = this.#accept(next === '#' ? /#{1,2}/y : /%{1,2}/y);
      return this.#closed({ variable, operator, args: [this.#argument(CLOSING)] });
    }
    return this.#closed({ variable, operator: '', args: [] });
  }

  #substring(variable: string): Expression {
    // Flux's scanner steps back too far over a letter of several bytes.
    if (/\P{ASCII}/u.test(this.#text[this.#at + 1] ?? '')) throw this.#refuse('has no position after its colon');
    const operator = this.#accept(':');
    const position = this.#argument((character) => character === ':' || character === '}');
    if (this.#accept(/:+/y) === '') return this.#closed({ variable, operator, args: [position] });
    return this.#closed({ variable, operator, args: [position, this.#argument(CLOSING)] });
  }

  #default(variable: string): Expression {
    const operator = this.#accept(/:[=\-?+]|=/y);
    const args: Part[] = [];
    while (this.#peek() !== '}') args.push(this.#argument(CLOSING));
    return this.#closed({ variable, operator, args });
  }

  #replace(variable: string): Expression {
    const escapes = /^(?:\$\$|\\[/\\])/;
    const operator = this.#accept(/\/[/#%]?/y);
    const args = [this.#argument((character) => character === '/', escapes)];
    if (this.#accept(/\/+/y) === '') throw this.#refuse('wants a / after what is replaced');
    if (this.#peek() !== '}') args.push(this.#argument(CLOSING, escapes));
    return this.#closed({ variable, operator, args });
  }

  #argument(stops: Stops, escapes?: RegExp): Part {
    if (this.opens()) return this.expression();
    const read = this.text(stops, escapes);
    if (read === '') throw this.#refuse('lacks an argument or its }');
    return read;
  }

  #identifier(): string {
    const name = this.#accept(IDENTIFIER);
    if (name === '') throw this.#refuse('has no name of a variable');
    return name;
  }

  #closed(expression: Expression): Expression {
    if (this.#accept('}') === '') throw this.#refuse('lacks its }');
    return expression;
  }

  /** What is next, if it fits; a pattern is sticky. */
  #accept(wanted: string | RegExp): string {
    if (typeof wanted === 'string') {
      if (!this.#text.startsWith(wanted, this.#at)) return '';
      this.#at += wanted.length;
      return wanted;
    }
    wanted.lastIndex = this.#at;
    const [found = ''] = wanted.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #refuse(what: string): SubstitutionError {
    const start = this.#text.lastIndexOf('${', this.#at);
    const [written = ''] = this.#text.slice(start).split('\n');
    return new SubstitutionError(written.slice(0, 60), what);
  }
}
