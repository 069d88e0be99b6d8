import { bad, type Check, good, warning } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** Domains that nobody owns, among them that of the config as it comes. https://www.rfc-editor.org/rfc/rfc2606 */
const NOBODYS = /@(?:.+\.)?(?:example\.(?:com|net|org)|[^.]+\.(?:example|invalid|test|localhost))$/i;

/** Failed deployments are mailed, and so is the owner's password when it is lost. */
export const mail: Check<BeforeDeploy> = {
  id: 'mail',
  title: 'The e-mail settings reach somebody',
  find: async ({ account, config: { alarmEmail, blog } }) => {
    const { ownerEmail, mailSecretArn } = blog;
    if (mailSecretArn !== undefined && !(await account.secretExists(mailSecretArn))) {
      return bad(
        `there is no secret ${mailSecretArn}: Ghost would wait for it and not start`,
        'make it as docs/operations.md says, or leave blog.mailSecretArn out of onemerge.config.ts',
      );
    }
    const fields = { alarmEmail, 'blog.ownerEmail': ownerEmail };
    const unread = Object.entries(fields).filter(([, address]) => NOBODYS.test(address));
    if (unread.length > 0) {
      const listed = unread.map(([field, address]) => `${field} is ${address}`).join(', ');
      return warning(`${listed}: a domain that nobody owns`, 'write an address that you read, in onemerge.config.ts');
    }
    const sender = mailSecretArn === undefined ? 'Ghost sends no mail' : 'Ghost sends mail by its secret';
    return good(`${alarmEmail} must confirm the subscription after the deployment; ${sender}`);
  },
};
