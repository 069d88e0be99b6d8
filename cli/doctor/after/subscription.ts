import { bad, type Check, good } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';
import { resourcesOf } from './standing.ts';

/** AWS asks the address once whether it wants mail, and sends nothing before. */
export const subscription: Check<AfterDeploy> = {
  id: 'subscription',
  title: 'The alarm address has confirmed',
  find: async (asked) => {
    const { alarmEmail } = asked.config;
    const topics = await resourcesOf(asked, 'alarms', 'AWS::SNS::Topic');
    const all = (await Promise.all([...topics.values()].map(asked.account.subscriptions))).flat();
    const own = all.filter(({ address }) => address === alarmEmail);
    if (own.some(({ confirmed }) => confirmed)) return good(`${alarmEmail} hears of every alarm`);
    if (own.length > 0)
      return bad(
        `${alarmEmail} has not confirmed`,
        'follow the link in the mail from AWS Notifications; it may be in the spam folder',
      );
    return bad(`${alarmEmail} is not subscribed`, 'npx cdk deploy Alarms');
  },
};
