import { replaceOnce } from '../../harness/project.ts';

/** Where the tree says which secret holds the owner's first password: nothing reads it again once the account exists. */
export const OWNER_SECRET = 'gitops/apps/ghost/owner-secret.yaml';

/** Asks for a property that the secret does not have. */
export const wrongProperty = (text: string): string =>
  replaceOnce(text, 'property: password', 'property: passwrd', OWNER_SECRET);
