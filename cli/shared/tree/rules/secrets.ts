import { objectRule, type Rule } from '../rule.ts';

/** A Secret in Git is read by everyone who reads the repository. */
export const noSecrets: Rule = objectRule('holds no Secret', ({ object }, fault) => {
  if (object.kind !== 'Secret') return;
  const encrypted = object.sops !== undefined ? ', encrypted by SOPS, which this app does not set up' : '';
  fault(
    [],
    `is a Secret in Git${encrypted}`,
    'keep the value in AWS Secrets Manager and write an ExternalSecret, as gitops/apps/ghost/owner-secret.yaml does',
  );
});
