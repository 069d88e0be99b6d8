const HIDDEN = '***';

/** Secrets that are known by their form, wherever they come from, and what is written instead. */
const FORMS: readonly (readonly [form: RegExp, shown: string])[] = [
  // Also one that was cut off, or written in JSON: what follows its first line is the key.
  [
    /-----BEGIN ([A-Z ]*)PRIVATE KEY( BLOCK)?-----[\s\S]*?(?:-----END \1PRIVATE KEY\2-----|$)/g,
    `a private key ${HIDDEN}`,
  ],
  // Who knows the address of such a webhook may post to the chat.
  [/\b(https:\/\/hooks\.slack(?:-gov)?\.com\/)[^\s'"]+/gi, `$1${HIDDEN}`],
  [/\b(https:\/\/[\w.-]+\/)[^\s'"]*[?&]sig=[^\s'"]+/gi, `$1${HIDDEN}`],
  // user:password@ and token@ of an address. The user git is GitHub's own, and everybody's.
  [/\b([a-z][a-z0-9+.-]*:\/\/)(?!git@)[^\s/'"]+@/gi, `$1${HIDDEN}@`],
  [/\b(?:gh[oprsu]_[A-Za-z0-9]{16,}|github_pat_\w{16,})/g, HIDDEN],
  // How the EKS API server is told who calls.
  [/\bk8s-aws-v1\.[\w-]+/g, HIDDEN],
  [/([?&]X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s'"]+/gi, `$1${HIDDEN}`],
  [/(\bauthorization: *(?:bearer|token|basic) +)[^\s'"]+/gi, `$1${HIDDEN}`],
];

/** A text without what looks like a secret in it. */
export const hideSecretForms = (text: string): string =>
  FORMS.reduce((hidden, [form, shown]) => hidden.replaceAll(form, shown), text);
