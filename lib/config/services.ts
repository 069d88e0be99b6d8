import { createHash } from 'node:crypto';
import type { Config } from './config.ts';
import type { ConfigProblem } from './config-error.ts';
import { SHORT_NAME, SHORT_NAME_FIX } from './short-name.ts';

/** The services of a config, by name. */
export type Services = Config['services'];

/** A rule that a text breaks when the function holds, and the edit that helps. */
type TextRule = readonly [breaks: (text: string) => boolean, fix: string];

const NAME_RULES: readonly TextRule[] = [
  // Their settings, GHOST_TARGET_GROUP_ARN and WEBHOOK_TARGET_GROUP_ARN, are the blog's own.
  [(name) => ['ghost', 'webhook'].includes(name), 'that is a part of the blog itself'],
  [(name) => !SHORT_NAME.test(name), SHORT_NAME_FIX],
];

/**
 * What Ghost and the webhook answer at, by the first part of the path, whatever the theme: Ghost's own routes, and the folders of
 * its files. Posts and pages are not among them; a service hides one of the same name.
 */
const OF_THE_BLOG =
  /^\/(amp|assets|author|content|email|ghost|hook|members|p|page|private|public|r|rss|tag|unsubscribe|webmentions)\//;

/** CloudFront's patterns are compared exactly, case included; Ghost's paths that begin with a dot fit none of these. */
const PATH_RULES: readonly TextRule[] = [
  [(path) => !path.startsWith('/'), 'begin with a slash, without https:// and without a host'],
  [(path) => !path.endsWith('/*'), 'end with /*, which stands for everything below'],
  [(path) => path === '/*', 'that is the whole blog; add a part of your own'],
  [(path) => /[A-Z]/.test(path), 'use lower case'],
  [
    (path) => !/^(?:\/[a-z0-9][a-z0-9._~-]*)+\/\*$/.test(path),
    'each part has letters, digits, hyphens, dots, _ and ~, and begins with a letter or a digit',
  ],
  [(path) => path.length > 255, 'use 255 characters at most, as CloudFront does'],
  [(path) => OF_THE_BLOG.test(path), 'the blog itself answers there'],
];

const faultBy = (rules: readonly TextRule[]) => (text: string) => rules.find(([breaks]) => breaks(text))?.[1];

/** Why a text is no name of a service, as an edit; undefined when it is one. */
export const serviceNameFault = faultBy(NAME_RULES);

/** Why a text is no path of a service, as an edit; undefined when it is one. */
export const servicePathFault = faultBy(PATH_RULES);

/**
 * Each has a VPC origin, as Ghost and the webhook have. An account may have 25, and a change of all, such as another tag, makes the
 * new ones before it removes the old.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
 */
const MOST = 10;

/** The ports that services may have at the load balancer: one rule of a security group admits CloudFront to them. */
export const SERVICE_PORTS = { first: 8082, last: 8999 } as const;

/**
 * The port of a service at the load balancer. The name decides it, so that no service moves when another comes or goes: CloudFormation
 * could not give one the port that it has yet to take from another.
 */
export function servicePort(name: string): number {
  const digest = createHash('sha256').update(name).digest();
  return SERVICE_PORTS.first + (digest.readUInt32BE() % (SERVICE_PORTS.last - SERVICE_PORTS.first + 1));
}

/** What is wrong between services, each of which is valid by itself. */
export function servicesProblems({ services = {} }: Partial<Config>): ConfigProblem[] {
  const all = Object.entries(services).map(([name, { path }]) => ({ name, path, below: path.slice(0, -1) }));
  if (all.length > MOST) {
    const fix = `name ${MOST} at most: each takes an origin of CloudFront, and an account has 25`;
    return [{ field: 'services', value: services, fix }];
  }
  return all.flatMap(({ name, path, below }, i) => {
    const earlier = all.slice(0, i);
    const samePort = earlier.find((other) => servicePort(other.name) === servicePort(name));
    const around = all.find((other) => other.path !== path && below.startsWith(other.below));
    const taken = earlier.find((other) => other.path === path) ?? around;
    return [
      ...problem(
        `services.${name}`,
        services[name],
        samePort,
        ({ name: other }) => `rename it: by their names, it and ${other} get the same port of the load balancer`,
      ),
      ...problem(
        `services.${name}.path`,
        path,
        taken,
        (other) => `choose one outside of ${other.path}, which leads to ${other.name}`,
      ),
    ];
  });
}

function problem<T>(field: string, value: unknown, found: T | undefined, fix: (found: T) => string): ConfigProblem[] {
  return found === undefined ? [] : [{ field, value, fix: fix(found) }];
}
