import type { Config } from '../../../lib/config/config.ts';
import { unusableZone } from '../../../lib/config/regions.ts';
import { propertiesOf, type Templates } from '../../shared/templates.ts';
import type { DatabaseKind, Zone } from '../account/network.ts';
import { bad, type Check, type Finding, good } from '../check.ts';
import type { BeforeDeploy } from './before-deploy.ts';

/** How many zones are laid out when the config names none: see lib/network-stack.ts. */
const UNNAMED = 3;

/** EKS, CloudFront's VPC origins and RDS each refuse some zones; CodeBuild runs in the same subnets and refuses none. */
export const zones: Check<BeforeDeploy> = {
  id: 'zones',
  title: 'The zones take cluster, load balancer and database',
  find: async ({ account, config, templates }) => {
    const kind = databaseOf(templates);
    const [open, offering] = await Promise.all([account.zones(), account.databaseZones(kind)]);
    return judge(config, open, offering, kind);
  },
};

/** The database as the template describes it. */
function databaseOf(templates: Templates): DatabaseKind {
  const [database = {}] = propertiesOf(templates, 'AWS::RDS::DBInstance');
  return {
    engine: String(database.Engine),
    majorVersion: String(database.EngineVersion),
    instanceClass: String(database.DBInstanceClass),
    storageType: String(database.StorageType),
  };
}

function judge(config: Config, open: readonly Zone[], offering: readonly string[], kind: DatabaseKind): Finding {
  const { region, availabilityZones, availability } = config;
  const usable = open.filter(({ id }) => id !== unusableZone(region));
  const edit = lineFor(usable, offering);
  const used = availabilityZones ?? open.slice(0, UNNAMED).map(({ name }) => name);
  const missing = used.filter((name) => !open.some((zone) => zone.name === name));
  if (missing.length > 0) return bad(`the account has no open zone ${missing.join(', ')}`, edit);
  if (availabilityZones === undefined && open.length < UNNAMED) {
    return bad(`${region} has ${open.length} zones, and ${UNNAMED} are used unless the config names them`, edit);
  }
  const chosen = open.filter(({ name }) => used.includes(name));
  const refused = chosen.filter((zone) => !usable.includes(zone));
  if (refused.length > 0) return bad(`EKS or CloudFront refuses ${refused.map(words).join(', ')}`, edit);
  const { instanceClass, engine, majorVersion } = kind;
  const database = `${instanceClass} with ${engine} ${majorVersion}`;
  const fitting = used.filter((name) => offering.includes(name));
  const needed = availability === 'high' ? 2 : 1;
  if (offering.length < needed) {
    return bad(
      `RDS offers ${database} in ${offering.length} zones of ${region}`,
      'choose another database.size in onemerge.config.ts',
    );
  }
  if (fitting.length < needed) return bad(`RDS offers ${database} in ${fitting.length} of ${used.join(', ')}`, edit);
  return good(`${chosen.map(words).join(', ')}; RDS offers ${database} in ${fitting.length} of them`);
}

/** The line of the config that names zones which everybody takes: those with the database first. */
function lineFor(usable: readonly Zone[], offering: readonly string[]): string {
  const names = usable.map(({ name }) => name);
  const ordered = [
    ...names.filter((name) => offering.includes(name)),
    ...names.filter((name) => !offering.includes(name)),
  ];
  const listed = ordered.slice(0, UNNAMED).sort();
  return `write in onemerge.config.ts: availabilityZones: [${listed.map((name) => `'${name}'`).join(', ')}],`;
}

const words = ({ name, id }: Zone) => `${name} (${id})`;
