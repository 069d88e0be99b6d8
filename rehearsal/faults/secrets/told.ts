/** A text that somebody reads who must not sign in by it, or the text that lets somebody sign in; by where it is. */
export type Texts = ReadonlyMap<string, string>;

/** Fields of a secret that let somebody in; hosts and names of users do not. */
const LETS_IN = /pass|token|key|secret/i;

/** Shorter ones would be found by chance. */
const LEAST = 8;

/**
 * What lets somebody in of a secret: fields of a JSON object, or all of another text.
 * @param name for people
 */
export function passwordsIn(name: string, text: string): [where: string, password: string][] {
  const fields = fieldsOf(text) ?? [[name, text] as const];
  return fields.flatMap(([field, value]): [string, string][] =>
    value.length >= LEAST ? [[field === name ? name : `${name}, ${field}`, value]] : [],
  );
}

function fieldsOf(text: string): (readonly [string, string])[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    return Object.entries(parsed).flatMap(([field, value]) =>
      LETS_IN.test(field) && typeof value === 'string' ? [[field, value] as const] : [],
    );
  } catch {
    return undefined;
  }
}

/** Which passwords are in which texts, for people; as they are, and as base64 has them. The passwords themselves are not repeated. */
export function told(texts: Texts, passwords: Texts): string[] {
  return [...texts].flatMap(([where, text]) =>
    [...passwords].flatMap(([name, password]) => {
      const forms = [password, JSON.stringify(password).slice(1, -1), Buffer.from(password).toString('base64')];
      return forms.some((form) => text.includes(form)) ? [`${name} is in ${where}`] : [];
    }),
  );
}
