const HIDDEN = '***';

/** Names under which programs print what nobody may read. */
const NAMED = String.raw`[\w.-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key|credentials?|authorization|cookie)`;

/** What a log may hold of people and their keys, and what is quoted instead. */
const FORMS: readonly (readonly [form: RegExp, shown: string])[] = [
  // Whatever an address hands over: Ghost's links for signing in carry a token, and those of mails say whose they are.
  [/([?&][\w.[\]-]+=)[^&\s"'<>`]+/g, `$1${HIDDEN}`],
  [/(#\/(?:reset|signup|setup|signin)\/)[^\s"'<>`]+/g, `$1${HIDDEN}`],
  // Headers, to the end of the line: a cookie has several parts.
  [/(\b(?:set-)?cookie["']?\s*:\s*).+/gi, `$1${HIDDEN}`],
  [/(\bauthorization["']?\s*:\s*).+/gi, `$1${HIDDEN}`],
  [new RegExp(String.raw`(${NAMED}["']?\s*[:=]\s*)(["'\`])(?:(?!\2).)+\2`, 'gi'), `$1$2${HIDDEN}$2`],
  [new RegExp(String.raw`(${NAMED}=)[^\s&;,"'\`]+`, 'gi'), `$1${HIDDEN}`],
  // The code for a new device has six digits.
  [/\b(code|otp|pin)\b([^\d\n]{0,20})\b\d{6}\b/gi, `$1$2${HIDDEN}`],
  [/[\w.+%-]+@(?:[\w-]+\.)+[a-z]{2,}\b/gi, HIDDEN],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, HIDDEN],
  // A line of a key file, but no hash.
  [/^(?![0-9a-f]+$)[A-Za-z0-9+/]{40,}={0,2}$/g, HIDDEN],
  // Small and large letters and digits, as keys have them; hashes and the names of Kubernetes have small letters alone.
  [/\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{32,}\b/g, HIDDEN],
  // Where readers are; addresses of networks of our own stay, because they say what does not answer.
  [
    /(?<![\d.])(?!(?:0|10|127)\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g,
    HIDDEN,
  ],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}(?![\w:])/gi, HIDDEN],
  [/(?<![\w:])(?:[0-9a-f]{1,4}:){2,6}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?(?![\w:])/gi, HIDDEN],
];

/**
 * A line of a pod's log, or an event, as the verdict may quote it: the build's log is kept, and read by more people than the
 * pod's. Without the keys and the people in it: links for signing in, codes, cookies, passwords, mail addresses, and public
 * addresses of networks.
 */
export function quoted(line: string): string {
  return FORMS.reduce((hidden, [form, shown]) => hidden.replaceAll(form, shown), line);
}
