import { makesCertificate } from './certificate-region.ts';
import { holds } from './cidr.ts';
import type { Config } from './config.ts';
import type { ConfigProblem } from './config-error.ts';
import { regionHasDatabaseRoots } from './database-roots.ts';
import { isInZone } from './domain-names.ts';
import { takesAccessLogs, unusableZone } from './regions.ts';
import { servicesProblems } from './services.ts';

/** The fields of a config that are valid by themselves; a rule says nothing about the others. */
type ValidFields = Partial<Config>;
type Rule = (config: ValidFields) => ConfigProblem[];

/** What is wrong between fields, each of which is valid by itself. */
export function combinationProblems(config: ValidFields): ConfigProblem[] {
  return RULES.flatMap((rule) => rule(config));
}

const zonesBelongToRegion: Rule = ({ region, availabilityZones = [] }) =>
  availabilityZones
    .filter((zone) => region !== undefined && zone.slice(0, -1) !== region)
    .map((zone) => ({ field: 'availabilityZones', value: zone, fix: `name zones of the region ${region}` }));

const zonesDiffer: Rule = ({ availabilityZones = [] }) =>
  new Set(availabilityZones).size === availabilityZones.length
    ? []
    : [{ field: 'availabilityZones', value: availabilityZones, fix: 'name each zone once' }];

/** Without names, the first three zones are used, in the order of the account: one of them may be the unusable one. */
const zonesAreNamedWhereOneIsUnusable: Rule = ({ region, availabilityZones }) => {
  const zone = region === undefined ? undefined : unusableZone(region);
  if (zone === undefined || availabilityZones !== undefined) return [];
  const command = `aws ec2 describe-availability-zones --region ${region} --query 'AvailabilityZones[?ZoneId!=\`${zone}\`].ZoneName'`;
  const fix = `EKS or CloudFront refuses the zone ${zone}, whose name differs by account; list two or three of what this prints: ${command}`;
  return [{ field: 'availabilityZones', value: availabilityZones, fix }];
};

const arnsMatch: Rule = ({ region, account, repository, chat, blog }) => {
  const arns = [
    { field: 'repository.connectionArn', value: repository?.connectionArn },
    { field: 'chat.webhookSecretArn', value: chat?.webhookSecretArn },
    { field: 'blog.mailSecretArn', value: blog?.mailSecretArn },
  ];
  return arns.flatMap(({ field, value }) => {
    if (value === undefined) return [];
    const [, , , arnRegion, arnAccount] = value.split(':');
    const elsewhere: ConfigProblem[] = [];
    if (region !== undefined && arnRegion !== region) {
      elsewhere.push({ field, value, fix: `use one in the region of everything else, ${region}` });
    }
    if (account !== undefined && arnAccount !== account) {
      elsewhere.push({ field, value, fix: `use one of the account of everything else, ${account}` });
    }
    return elsewhere;
  });
};

/** An entry inside of another lets nobody else in, and stays when its owner believes to have closed the door by removing it. */
const networksDiffer: Rule = ({ kubernetesApi }) => {
  const cidrs = (kubernetesApi?.allowedCidrs ?? []).map((entry) => (typeof entry === 'string' ? entry : entry.cidr));
  return cidrs.flatMap((cidr, i) => {
    const outer = cidrs.find((other, j) => j !== i && holds(other, cidr) && (other !== cidr || j < i));
    if (outer === undefined) return [];
    const fix = outer === cidr ? 'name each network once' : `leave it out: it is a part of ${outer}`;
    return [{ field: `kubernetesApi.allowedCidrs[${i}]`, value: cidr, fix }];
  });
};

/** CloudFront takes its certificate and its web ACL from us-east-1, wherever everything else is, and from its own account. */
const globalArnsAreOfTheAccount: Rule = ({ account, blog }) => {
  const arns = [
    { field: 'blog.domain.certificateArn', value: blog?.domain?.certificateArn },
    { field: 'blog.webAclArn', value: blog?.webAclArn },
  ];
  return arns.flatMap(({ field, value }) =>
    value === undefined || account === undefined || value.split(':')[4] === account
      ? []
      : [{ field, value, fix: `use one of the account of everything else, ${account}` }],
  );
};

const accessLogsCanBeWritten: Rule = ({ region, blog }) =>
  region === undefined || blog?.accessLogs === undefined || takesAccessLogs(region)
    ? []
    : [
        {
          field: 'blog.accessLogs',
          value: blog.accessLogs,
          fix: `leave the field out: CloudFront writes no logs to a bucket in ${region}, which an account has to ask for`,
        },
      ];

/** ACM takes no longer one as a certificate's first. https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const LONGEST_FIRST_NAME = 64;

const certificateCanBeMade: Rule = ({ blog }) => {
  if (blog?.domain === undefined || !makesCertificate({ blog })) return [];
  const { name, hostedZone } = blog.domain;
  const field = 'blog.domain.certificateArn';
  if (hostedZone === undefined) {
    const fix =
      'write the ARN of a certificate of us-east-1 that holds every name, or the hostedZone in which one can prove itself: { id: "Z...", name: "example.com" }';
    return [{ field, value: undefined, fix }];
  }
  return name.length <= LONGEST_FIRST_NAME
    ? []
    : [
        {
          field: 'blog.domain.name',
          value: name,
          fix: `use ${LONGEST_FIRST_NAME} characters at most, or write the ARN of a certificate that holds it`,
        },
      ];
};

const namesDiffer: Rule = ({ blog }) => {
  const { name, redirectFrom = [] } = blog?.domain ?? {};
  const field = 'blog.domain.redirectFrom';
  if (name !== undefined && redirectFrom.includes(name))
    return [{ field, value: name, fix: 'that is the name of the blog itself; list only others' }];
  const twice = redirectFrom.find((one, i) => redirectFrom.indexOf(one) !== i);
  return twice === undefined ? [] : [{ field, value: twice, fix: 'name each host once' }];
};

const namesAreOfTheZone: Rule = ({ blog }) => {
  const { name, redirectFrom, hostedZone } = blog?.domain ?? { redirectFrom: [] };
  if (hostedZone === undefined || name === undefined) return [];
  const outside = [name, ...redirectFrom].find((one) => !isInZone(one, hostedZone.name));
  const fix = `${outside} is not in it; use the zone that holds every name, or leave the field out and write the records yourself`;
  return outside === undefined ? [] : [{ field: 'blog.domain.hostedZone.name', value: hostedZone.name, fix }];
};

const databaseRootsAreKnown: Rule = ({ region, database }) =>
  region === undefined || database === undefined || database.certificateAuthorities || regionHasDatabaseRoots(region)
    ? []
    : [
        {
          field: 'database.certificateAuthorities',
          value: undefined,
          fix: `paste the region's bundle from https://truststore.pki.rds.amazonaws.com/${region}/${region}-bundle.pem; none is built in for ${region}`,
        },
      ];

/** The bounds of CloudFormation's role name what is the blog's by its name, see lib/bootstrap/execution-app.json. */
const snapshotsAreOfTheBlog: Rule = ({ name, region = '<region>', restore }) =>
  (restore?.database ?? []).flatMap((point, i) => {
    if (name === undefined || !('snapshot' in point) || point.snapshot.startsWith(`${name}-`)) return [];
    const copy = `aws rds copy-db-snapshot --region ${region} --source-db-snapshot-identifier ${point.snapshot} --target-db-snapshot-identifier ${name}-${point.snapshot}`;
    const fix = `CloudFormation may use snapshots whose name begins with ${name}- and no others; copy it, and name the copy: ${copy}`;
    return [{ field: `restore.database[${i}].snapshot`, value: point.snapshot, fix }];
  });

const restoresDiffer: Rule = ({ restore }) => {
  const points = (restore?.database ?? []).map((point) => JSON.stringify(Object.entries(point).sort()));
  const twice = points.findIndex((point, i) => points.indexOf(point) !== i);
  const fix =
    'name each restore once; a later one goes to the end of the list with another moment, a second earlier for instance';
  return twice < 0 ? [] : [{ field: `restore.database[${twice}]`, value: restore?.database[twice], fix }];
};

/** AWS Backup fails every backup whose retention is outside of the lock's. https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html */
const keptWithinTheLock: Rule = ({ backupVault }) => {
  if (backupVault === undefined) return [];
  const { keepDays, lock } = backupVault;
  const { minRetentionDays: min, maxRetentionDays: max } = lock;
  const problem = (limit: string) => {
    const fix = `AWS Backup fails every backup that is kept for ${keepDays} days in a vault that is locked to ${limit}; make the two agree`;
    return [{ field: 'backupVault.keepDays', value: keepDays, fix }];
  };
  if (keepDays < min) return problem(`at least ${min}`);
  return max !== undefined && keepDays > max ? problem(`at most ${max}`) : [];
};

const RULES: readonly Rule[] = [
  zonesBelongToRegion,
  zonesDiffer,
  zonesAreNamedWhereOneIsUnusable,
  networksDiffer,
  arnsMatch,
  globalArnsAreOfTheAccount,
  accessLogsCanBeWritten,
  certificateCanBeMade,
  namesDiffer,
  namesAreOfTheZone,
  databaseRootsAreKnown,
  servicesProblems,
  snapshotsAreOfTheBlog,
  restoresDiffer,
  keptWithinTheLock,
];
