import { isProtected } from '../../../lib/config/protected.ts';
import { type Finding, warning } from '../check.ts';
import type { AfterDeploy } from './after-deploy.ts';

/** What to say of protection that the config turns off; undefined when it is on, and is to be looked at. */
export function protectionOff({ config }: Pick<AfterDeploy, 'config'>): Finding | undefined {
  if (isProtected(config)) return undefined;
  return warning('the config turns protection off', "protection: 'on' in onemerge.config.ts, once its reason is over");
}
