import { z } from 'zod';
import { blogNameFault } from './blog-name.ts';
import { certificatesFault } from './certificates.ts';
import { isNetwork, prefixLength, reservedPart } from './cidr.ts';
import { certificateFault, domainFault } from './domain-names.ts';
import type { Environment } from './environment.ts';
import type { environmentSchema } from './environment-schema.ts';
import { branchFault, repositoryFault } from './git-names.ts';
import { instanceClassFault } from './instance-classes.ts';
import { LOG_DAYS } from './log-days.ts';
import { hasConnections, isCommercial, isRegion } from './regions.ts';
import { contentFolder, databaseRestores } from './restore.ts';
import { serviceNameFault, servicePathFault } from './services.ts';
import { signingKeysFault } from './signing-keys.ts';
import { TIME_OF_DAY } from './time-of-day.ts';

// Each field carries one message: the edit that helps. parseConfig puts the field and the value in front of it.

const text = (pattern: RegExp, fix: string) => z.string({ error: fix }).regex(pattern, { error: fix });
const whole = (min: number, max: number, fix: string) =>
  z.number({ error: fix }).int({ error: fix }).min(min, { error: fix }).max(max, { error: fix });
const object = <T extends z.core.$ZodLooseShape>(shape: T, fix: string) => z.strictObject(shape, { error: fix });

/** A text about which a function finds nothing to change; what it finds follows the fix. */
const faultless = (fault: (text: string) => string | undefined, fix: string) =>
  z.string({ error: fix }).refine((text) => fault(text) === undefined, {
    error: ({ input }) => `${fix}: ${fault(String(input))}`,
  });

// Flux puts addresses into manifests, where YAML reads an apostrophe at the beginning as a quote. Mail servers take 64 characters
// before the @ (RFC 5321, 4.5.3.1), and Ghost's table of users 191 in all.
const email = (fix: string) =>
  z
    .email({ error: fix })
    .regex(/^[^']/, { error: `${fix}, without an apostrophe at its beginning` })
    .regex(/^(?=.{1,191}$)[^@]{1,64}@/, { error: `${fix}, of at most 64 characters before the @ and 191 in all` });
/** Ten characters that somebody can read: those without a shape do not count, nor white space at either end. */
const reason = (fix: string) =>
  z
    .string({ error: fix })
    .trim()
    .refine((text) => text.replaceAll(/[\p{C}\p{M}]/gu, '').trim().length >= 10, { error: fix });

// The examples are of documents: nobody has these addresses, and whoever copies one is told to write their own.
const cidrFix = 'write an IPv4 network without host bits, for example "203.0.113.7/32" or "198.51.100.0/24"';
const wideFix = 'name a smaller network, or give the reason: { cidr: "...", reason: "ten characters or more" }';
// EKS refuses reserved ranges in publicAccessCidrs; the VPC reaches the private endpoint without being listed.
const privateFix =
  'name the public address that the network leaves by, which https://checkip.amazonaws.com shows; the VPC needs no entry, and EKS refuses';
const publicNetwork = z
  .string({ error: cidrFix })
  .refine(isNetwork, { error: cidrFix, abort: true })
  .refine((cidr) => reservedPart(cidr) === undefined, {
    error: ({ input }) => `${privateFix} ${reservedPart(String(input))} here`,
  });
const allowedNetwork = z.union(
  [
    publicNetwork.refine((cidr) => prefixLength(cidr) >= 8, { error: wideFix }),
    object({ cidr: publicNetwork, reason: reason(wideFix) }, cidrFix),
  ],
  { error: ({ input }) => (isReasonless(input) ? wideFix : cidrFix) },
);

/** What was written as a network with a reason, and has no fault but the reason. */
function isReasonless(input: unknown): boolean {
  return isObject(input) && 'cidr' in input && publicNetwork.safeParse(input.cidr).success;
}

const isObject = (input: unknown): input is object =>
  typeof input === 'object' && input !== null && !Array.isArray(input);

const regionFix = 'name an AWS region, for example region: "eu-west-1"';
const newRegionFix =
  'CodePipeline could not read GitHub there in May 2025; use a region of REGIONS_WITH_CONNECTIONS in lib/config/regions.ts, or say why it can by now: region: { name: "...", reason: "ten characters or more" }';
const reasonedFix =
  'write { name: "ap-southeast-4", reason: "ten characters or more" } with a region of the partition "aws"';
const partitionFix =
  'use a region of the partition "aws": the blog needs the VPC origins of CloudFront, which no other has';
const knownRegion = z
  .string({ error: regionFix })
  .refine(isRegion, { error: regionFix, abort: true })
  .refine(isCommercial, { error: partitionFix });
const region = z.union(
  [
    knownRegion.refine(hasConnections, { error: newRegionFix }),
    object({ name: knownRegion, reason: reason(reasonedFix) }, reasonedFix).transform(({ name }) => name),
  ],
  { error: ({ input }) => (isObject(input) ? reasonedFix : regionFix) },
);

// IAM's default quota for a role's trust policy is 2048 characters, and what is around the principals has some 120.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const LONGEST_PRINCIPALS = 1900;
const principalsFix = `list ARNs of ${LONGEST_PRINCIPALS} characters in all at most, which is what IAM takes for one role; let more people assume a role that you name here`;

const appFix = 'write the numbers that this prints: npx onemerge connect --app-key <file.pem>';
/** The largest number that every reader of the ids takes. */
const LARGEST_ID = Number.MAX_SAFE_INTEGER;

const secretArn = text(
  /^arn:aws:secretsmanager:[a-z0-9-]+:(?!0{12})\d{12}:secret:[\w/+=.@-]{1,512}-[A-Za-z0-9]{6}$/,
  'write the full ARN of a Secrets Manager secret, with the six characters at its end, or leave the field out',
);
/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html: an ARN is one of AWS WAF, an id one of WAF Classic. */
const webAclArn = text(
  /^arn:aws:wafv2:us-east-1:(?!0{12})\d{12}:global\/webacl\/[\w-]{1,128}\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'write the ARN of a web ACL of AWS WAF for CloudFront: it is in us-east-1, and says "global/webacl/"; or leave the field out',
);
const signersFix = "list public keys as texts, or leave the field out; GitHub's own is https://github.com/web-flow.gpg";
const signers = z
  .array(z.string({ error: signersFix }), { error: signersFix })
  .refine((texts) => signingKeysFault(texts) === undefined, {
    error: ({ input }) => signingKeysFault(input as string[]) ?? signersFix,
  });
const accessLogsFix = 'write { keepDays: 30 }, or leave the field out';
/** AWS Backup takes a hundred years. Under a lock nobody could take such a slip back, so it is ten here. */
const LONGEST_KEPT = 3650;
const logDaysFix = `use a number of days that CloudWatch takes: ${LOG_DAYS.join(', ')}`;
const logsFix = 'write { keepDays: 30 }, or leave the field out';
const keptFix = `use a whole number of days from 1 to ${LONGEST_KEPT}`;
const lockFix = 'write { minRetentionDays: 35 }';
const vaultFix = 'write { keepDays: 35, lock: { minRetentionDays: 35 } }, or leave the field out';
const chatFix = 'write { format: "slack", webhookSecretArn: "arn:aws:secretsmanager:..." }, or leave the field out';

const auditLogsFix = `write 'on', or { off: 'a reason of ten characters or more' }`;
const protectionFix = `write 'on', or { off: 'a reason of ten characters or more' }`;

const liveReviewFix = `write { provider: "<ARN of the account's OpenID Connect provider for GitHub>" }`;
const formerFix = `write 'kept', or { removed: 'a reason of ten characters or more' }`;

const domainFix = 'write { name: "blog.example.com", hostedZone: { id: "Z...", name: "example.com" } }';
const hostName = (fix: string) => faultless(domainFault, fix);
// A certificate holds ten names unless AWS raises the quota.
const otherNames = 'list nine names at most, for example ["www.example.com"]: a certificate holds ten';

const servicesFix = 'write the services by name, for example { hello: { path: "/hello/*", port: 8080 } }';
const serviceFix = 'write { path: "/hello/*", port: 8080 }';

/** The fields of `onemerge.config.ts`, in the order of that file. */
export const configSchema = object(
  {
    /** Prefix of every stack, and the cluster's name. 2 to 20 lower-case letters, digits and hyphens. */
    name: faultless(blogNameFault, 'name the blog, for example name: "my-blog"'),
    /** AWS region that everything runs in, for example `eu-west-1`; with a reason, one that is not on the list in `regions.ts`. */
    region,
    /** AWS account id. @default the account of the credentials that deploy */
    account: text(
      /^(?!0{12})\d{12}$/,
      'write the 12 digits as a text, with zeros at its beginning too, for example account: "123456789012"',
    ).optional(),
    /** Zones to use, two or three; AWS refuses others, fewer or more after the first deployment. @default the first three of the region; required where one of them may be refused */
    availabilityZones: z
      .array(text(/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/, 'name zones of the region, for example "eu-west-1a"'), {
        error: 'list two or three zones, for example ["eu-west-1a", "eu-west-1b"]',
      })
      .min(2, { error: 'list two or three different zones: EKS and RDS refuse a single one' })
      .max(3, { error: 'list two or three zones' })
      .optional(),
    /** The GitHub repository that holds this very project; public, unless `app` says who may read it. */
    repository: object(
      {
        /** GitHub user or organisation. */
        owner: text(
          /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?$/,
          'name the GitHub user or organisation that owns your fork',
        ),
        /** Repository name. */
        name: faultless(repositoryFault, 'name the GitHub repository of your fork'),
        /** The branch that is live. @default 'main' */
        branch: faultless(branchFault, 'name a branch, for example "main"').default('main'),
        /** ARN of an existing CodeConnections connection to GitHub. @default one is created */
        connectionArn: text(
          /^arn:aws:(?:codeconnections|codestar-connections):[a-z0-9-]+:(?!0{12})\d{12}:connection\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
          'write the ARN of a CodeConnections connection, or leave the field out to have one created',
        ).optional(),
        /** The GitHub App by which Flux reads a private repository, see docs/private-repository.md. @default the repository is public */
        app: object(
          {
            /** The App's id, from its settings. */
            id: whole(1, LARGEST_ID, appFix),
            /** The id of its installation, from the address of the installation's page. */
            installation: whole(1, LARGEST_ID, appFix),
            /** Whether the App also says on GitHub how each merge ended: by a commit status, and a deployment with the blog's address. @default 'off' */
            reports: z.enum(['on', 'off'], { error: `write 'on' or 'off'` }).default('off'),
          },
          appFix,
        ).optional(),
        /** Public keys of OpenPGP, of which one must have signed what is deployed, see docs/security.md. Each as `gpg --armor --export` prints it. @default unsigned commits are deployed as well */
        signedBy: signers.optional(),
      },
      'write { owner: "...", name: "..." }',
    ),
    /** Size and backups of the MySQL database. */
    database: object(
      {
        /** Instance type without `db.`, on Graviton. @default 't4g.small' */
        size: faultless(
          instanceClassFault,
          'use a Graviton instance type without "db.", for example "t4g.small" or "m8g.large"',
        ).default('t4g.small'),
        /** Storage at the start; grows by itself to five times as much, and RDS refuses less than what stands. GiB. @default 20 */
        storageGiB: whole(20, 10_000, 'use a whole number of GiB from 20 to 10000').default(20),
        /** How many days backups are kept, 1 to 35. @default 7 */
        backupDays: whole(
          1,
          35,
          'use a whole number of days from 1 to 35; a database without backups is not supported',
        ).default(7),
        /** PEM certificates that may sign the database's certificate. @default Amazon's roots for the region */
        certificateAuthorities: faultless(
          certificatesFault,
          'paste the PEM certificates as one string, or leave the field out to use those of Amazon RDS',
        ).optional(),
      },
      'write an object, for example { size: "t4g.small", backupDays: 7 }',
    ).prefault({}),
    /** A vault of AWS Backup with a lock, which keeps a copy of the database and of the uploads every day, see docs/operations.md. @default there is none */
    backupVault: object(
      {
        /** How many days a copy is kept; it is billed as long. */
        keepDays: whole(1, LONGEST_KEPT, keptFix),
        /** What nobody may change about copies that are made. */
        lock: object(
          {
            /** How many days a copy stays at least, whoever wants it gone. */
            minRetentionDays: whole(1, LONGEST_KEPT, keptFix),
            /** How many days a copy may be kept at most. @default no limit */
            maxRetentionDays: whole(1, LONGEST_KEPT, keptFix).optional(),
            /** For how many days from its deployment on the lock can be taken off; then nobody can, AWS included. @default at any time, by an administrator of the account */
            changeableForDays: whole(
              3,
              LONGEST_KEPT,
              `use a whole number of days from 3 to ${LONGEST_KEPT}, or leave the field out for a lock that an administrator can take off`,
            ).optional(),
          },
          lockFix,
        ),
        /** Another number is another vault. One that was taken out of the config keeps its name for as long as its copies. @default 1 */
        number: whole(
          1,
          99,
          'use a whole number from 1 to 99: another one for each time that the vault comes back',
        ).default(1),
      },
      vaultFix,
    ).optional(),
    /** 'single': one NAT gateway, one database. 'high': a NAT gateway per zone and a standby database. May be changed later. @default 'single' */
    availability: z.enum(['single', 'high'], { error: `write 'single' or 'high'` }).default('single'),
    /** When the hour begins, UTC, in which nodes may be replaced and, on Sundays, AWS maintains the database; backups are made in the hour before. @default '03:30' */
    maintenance: text(TIME_OF_DAY, 'write hours and minutes of UTC, for example "03:30"').default('03:30'),
    /** 'infrastructure-first': manifests wait until the infrastructure of their commit stands. 'parallel': they do not. @default 'infrastructure-first' */
    rollout: z
      .enum(['infrastructure-first', 'parallel'], { error: `write 'infrastructure-first' or 'parallel'` })
      .default('infrastructure-first'),
    /** Who reaches the Kubernetes API, besides the VPC. */
    kubernetesApi: object(
      {
        /** Networks outside the VPC that may connect. @default none */
        allowedCidrs: z
          .array(allowedNetwork, { error: 'list networks, for example ["203.0.113.7/32"]' })
          .max(40, { error: 'list 40 networks at most: EKS takes no more; join neighbours to larger ones' })
          .default([]),
        /** ARNs of IAM users or roles that may take the cluster's admin role. @default every principal of the account that IAM allows to */
        adminPrincipals: z
          .array(
            text(
              /^arn:aws:iam::(?!0{12})\d{12}:(?:user|role)\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/,
              'write ARNs of IAM users or roles, for example "arn:aws:iam::123456789012:role/Developer"',
            ),
            { error: 'list ARNs of IAM users or roles' },
          )
          .refine((arns) => arns.join('","').length <= LONGEST_PRINCIPALS, { error: principalsFix })
          .default([]),
        /** Who did what in the cluster, in CloudWatch; paid by the GB. @default 'on' */
        auditLogs: z
          .union([z.literal('on'), object({ off: reason(auditLogsFix) }, auditLogsFix)], { error: auditLogsFix })
          .default('on'),
      },
      'write an object, for example { allowedCidrs: ["203.0.113.7/32"] }',
    ).prefault({}),
    /** Address that hears of every alarm: the blog's, the database's, and deployments that failed. */
    alarmEmail: email('write an e-mail address, for example "alarms@example.com"'),
    /** Dollars a month that the whole account should cost at most; `alarmEmail` hears before it costs more. @default no budget */
    monthlyBudget: whole(1, 1_000_000, 'use a whole number of dollars, for example monthlyBudget: 300').optional(),
    /** Whether CloudFront publishes what part its cache answers and how long Ghost takes, for the dashboard; 2.40 dollars a month. @default 'off' */
    cdnMetrics: z.enum(['on', 'off'], { error: `write 'on' or 'off'` }).default('off'),
    /** 'weekly': on Mondays a build looks for what somebody changed past the repository, and tells `alarmEmail` and the chat what it finds; some cents a month. @default 'off' */
    driftCheck: z.enum(['weekly', 'off'], { error: `write 'weekly' or 'off'` }).default('off'),
    /** What pods write, kept in CloudWatch when their node is gone, see docs/operations.md. Paid by the GB. @default it goes with the node */
    logs: object(
      {
        /** How many days a line is kept; one of those that CloudWatch takes. */
        keepDays: z.number({ error: logDaysFix }).refine((days) => LOG_DAYS.includes(days), { error: logDaysFix }),
        /** 'on': memory and restarts of pods on the dashboard; 1.20 dollars a month. @default 'off' */
        podMetrics: z.enum(['on', 'off'], { error: `write 'on' or 'off'` }).default('off'),
      },
      logsFix,
    ).optional(),
    /** A chat that hears how each merge ended: live, or what failed. @default none */
    chat: object(
      {
        /** What its webhook takes: 'slack' (Mattermost and Rocket.Chat take it too), or 'teams' (a workflow of Microsoft Teams). */
        format: z.enum(['slack', 'teams'], { error: `write 'slack' or 'teams'` }),
        /** ARN of a Secrets Manager secret that holds the webhook's address and nothing else. */
        webhookSecretArn: secretArn,
      },
      chatFix,
    ).optional(),
    /** The blog itself. */
    blog: object(
      {
        /** Address of the blog's owner: the account that signs in first. */
        ownerEmail: email('write an e-mail address, for example "owner@example.com"'),
        /** ARN of a Secrets Manager secret (JSON: host, port, user, password, from). @default Ghost sends no mail */
        mailSecretArn: secretArn.optional(),
        /** Whether people on Mastodon and the like can follow the blog. 'on' sends their requests to Ghost's own service, ap.ghost.org. @default 'off' */
        socialWeb: z.enum(['on', 'off'], { error: `write 'on' or 'off'` }).default('off'),
        /** ARN of a web ACL of AWS WAF, of scope CLOUDFRONT, which judges each request before CloudFront serves it. @default none */
        webAclArn: webAclArn.optional(),
        /** CloudFront's logs: who asked for what, with addresses. docs/operations.md says what else they hold. @default none are written */
        accessLogs: object(
          {
            /** How many days they are kept. */
            keepDays: whole(1, 3650, 'use a whole number of days from 1 to 3650'),
          },
          accessLogsFix,
        ).optional(),
        /** A name of your own, see docs/operations.md. @default the one that CloudFront gives, d111111abcdef8.cloudfront.net */
        domain: object(
          {
            /** The blog's host name, for example `blog.example.com`. */
            name: hostName('name the host of your blog, for example "blog.example.com"'),
            /** Other names, which redirect to it: `www`, or the one from before. @default none but CloudFront's */
            redirectFrom: z
              .array(hostName('name hosts that lead to your blog, for example "www.example.com"'), {
                error: otherNames,
              })
              .max(9, { error: otherNames })
              .default([]),
            /** ARN of a certificate in us-east-1 for all of these names. @default one is made, which takes `hostedZone` */
            certificateArn: faultless(certificateFault, 'write the ARN of a certificate of ACM').optional(),
            /** The public hosted zone of Route 53 that gets the records. @default you write the records, which are outputs of the stack Ghost */
            hostedZone: object(
              {
                /** Its id, for example `Z0123456789ABCDEFGHIJ`. */
                id: text(/^Z[A-Z0-9]{3,31}$/, 'write the id alone, for example "Z0123456789ABCDEFGHIJ"'),
                /** Its name, for example `example.com`. */
                name: hostName('write the name of the zone, for example "example.com"'),
              },
              'write { id: "Z0123456789ABCDEFGHIJ", name: "example.com" }',
            ).optional(),
          },
          domainFix,
        ).optional(),
      },
      'write { ownerEmail: "owner@example.com" }',
    ),
    /** A role for pull requests that compares them with what is deployed, too: docs/review.md. @default there is none */
    liveReview: object(
      {
        /** ARN of the account's OpenID Connect provider for `token.actions.githubusercontent.com`; an account has one at most. */
        provider: text(
          /^arn:aws:iam::(?!0{12})\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/,
          'write its ARN, for example "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"',
        ),
      },
      liveReviewFix,
    ).optional(),
    /** Services of your own below the blog's address, by name: what is below the path goes to the pods, see docs/add-a-service.md. @default none */
    services: z
      .record(
        faultless(serviceNameFault, 'choose another name'),
        object(
          {
            /** What of the blog's address is the service's, for example `/hello/*`. */
            path: faultless(servicePathFault, 'write a path such as "/hello/*"'),
            /** The port on which its pods listen. */
            port: whole(1, 65_535, "write the port on which the service's pods listen, for example 8080"),
          },
          serviceFix,
        ),
        { error: servicesFix },
      )
      .default({}),
    /** What was restored, see docs/operations.md. */
    restore: object(
      {
        /** What databases were made from, the latest last: that one serves, and those before it are kept. @default the first one serves */
        database: databaseRestores.default([]),
        /** The databases before the last one: 'kept', and billed, until a reason says that they may go. @default 'kept' */
        former: z
          .union([z.literal('kept'), object({ removed: reason(formerFix) }, formerFix)], { error: formerFix })
          .default('kept'),
        /** The folder that a restore of what users uploaded has made, with `/content` behind it. @default /content */
        content: contentFolder.optional(),
      },
      'write an object, for example { database: [{ snapshot: "my-blog-..." }] }',
    ).prefault({}),
    /** Protection of stacks and data from deletion and replacement; turned off only to do that. @default 'on' */
    protection: z
      .union([z.literal('on'), object({ off: reason(protectionFix) }, protectionFix)], { error: protectionFix })
      .default('on'),
  },
  'write export default defineConfig({ ... })',
);

/** What a user writes: required fields and what is not left to its default. */
export type ConfigInput = z.input<typeof configSchema>;

/** The same for several environments: what all have, and by name what differs in each. */
export type EnvironmentsInput = Changes<ConfigInput> & {
  /** Installations of this repository that commits go through one after the other, see docs/environments.md. */
  readonly environments: Readonly<Record<string, Changes<ConfigInput> & z.input<typeof environmentSchema>>>;
};

/** Some of the fields, at any depth; lists are whole. */
type Changes<T> = T extends readonly unknown[] ? T : T extends object ? { readonly [K in keyof T]?: Changes<T[K]> } : T;

/** The config of one installation, with defaults filled in. */
export type Config = z.output<typeof configSchema> & { readonly environment?: Environment };

/** Gives `onemerge.config.ts` its types in the editor; checks nothing yet. */
export function defineConfig<T extends ConfigInput | EnvironmentsInput>(config: T): T {
  return config;
}
