import type { Manifest } from '../../shared/rendering/render.ts';
import { containersOf } from './pods.ts';

/** Names of files that somebody runs, or that say what is run. */
const PROGRAM = /\.(c?js|mjs|ts|sh|bash|py|rb|pl|php|lua|jar|so|wasm|conf|cfg|ini|vcl)$/;

/** The programs that a ConfigMap or a Secret hands to pods, a text each. */
export function programsIn({ kind, data, stringData, binaryData }: Manifest): string[] {
  if (!/^(ConfigMap|Secret)$/.test(kind)) return [];
  return Object.entries({ ...data, ...stringData, ...binaryData })
    .filter(([name, text]) => PROGRAM.test(name) || /^#!/.test(String(text)))
    .map(([name, text]) => `${name} ${String(text)}`);
}

/** What interpreters, loaders and TLS libraries read: code to load first, where to find it, what not to check. */
const LOADING =
  /^(BASH_ENV|CLASSPATH|DYLD_\w+|ENV|GIT_SSH_COMMAND|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|LD_\w+|NODE_(EXTRA_CA_CERTS|OPTIONS|PATH|TLS_REJECT_UNAUTHORIZED)|PATH|PERL5\w+|PHP_INI_SCAN_DIR|PYTHON\w+|RUBY\w+|SSL_CERT_\w+)$/;

/** Names of variables that say whom a program asks: a host, a proxy, an address. */
const POINTING = /(^|_)(url|uri|host|hostname|endpoint|server|address|proxy|dsn)$/i;

/** Where a program itself is found, or listens. */
const OWN = /^(url|host|hostname|server__?host|\w*(admin|base|external|public|root|site)_*url)$/i;

/** The variables of containers that decide what they load, a text each. */
export const variablesThatLoad = (object: Manifest) => variables(object, LOADING);

/** The variables of containers that say whom they ask, a text each. */
export const variablesThatPoint = (object: Manifest) =>
  variables(object, POINTING).filter((one) => !OWN.test(nameOf(one)));

const nameOf = (variable: string) => /^\S+ ([^=]*)=/.exec(variable)?.[1] ?? '';

function variables(object: Manifest, names: RegExp): string[] {
  return containersOf(object).flatMap(({ name: container, env }) =>
    ((env ?? []) as { readonly name: string; readonly value?: unknown; readonly valueFrom?: unknown }[])
      .filter(({ name }) => names.test(name))
      .map(({ name, value, valueFrom }) => `${container} ${name}=${String(value ?? JSON.stringify(valueFrom))}`),
  );
}
