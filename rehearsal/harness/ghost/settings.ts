import { CONTRACT_VALUES, CONTRACT_VALUES_WITH_MAIL } from '../../../cli/shared/rendering/contract-values.ts';
import type { DatabaseUser, SecretsManager } from './objects.ts';

/** Characters that shells, SQL, YAML, JSON and Flux each treat in their own way. */
export const AWKWARD = `a'b"c$d\\e\`f #{}%\${HOME} é`;

/** Who owns the blog, by the settings and the secret. */
export const OWNER = { email: CONTRACT_VALUES.OWNER_EMAIL, password: `K7 ${AWKWARD}` } as const;

export const MAIL_HOST = 'mail.example.com';

/** The settings of a blog that can send mail. */
export const WITH_MAIL = { MAIL: 'on', MAIL_SECRET_ARN: CONTRACT_VALUES_WITH_MAIL.MAIL_SECRET_ARN } as const;

/** Who signs in to the database. It owns it here: what makes Ghost's own user runs beside Flux only. */
export const DATABASE_USER: DatabaseUser = { username: 'ghost', password: AWKWARD };

/** What Secrets Manager would hold. */
export const SECRETS: SecretsManager = {
  [CONTRACT_VALUES.OWNER_SECRET_ARN]: { password: OWNER.password },
  [WITH_MAIL.MAIL_SECRET_ARN]: {
    host: MAIL_HOST,
    port: '587',
    user: 'ghost',
    password: AWKWARD,
    from: 'blog@example.com',
  },
};
