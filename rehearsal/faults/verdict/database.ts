import type { Harness } from '../../harness/harness.ts';
import { replaceOnce } from '../../harness/project.ts';
import { DEPLOYMENT } from '../../scenarios/both-halves.ts';
import { brokenByMerge } from './by-merge.ts';

const NETWORK = 'gitops/apps/ghost/network.yaml';

/** A database that restarts or fails over is back within this many seconds; one that is away for longer is out of reach. */
const FAILOVER = 120;

const LABEL = 'example.com/fault';

/** The new pod has reported for as long as a failover takes that it waits for its database. */
async function outlastsFailover(harness: Harness): Promise<true | undefined> {
  const { kubectl } = await harness.cluster();
  const ofNewPod = ['-n', 'ghost', 'logs', `--selector=${LABEL}=database`, '--container=prepare'];
  const log = await kubectl([...ofNewPod, '--timestamps', '--tail=-1']);
  const [, since] = /^(\S+) prepare: no database yet/m.exec(log) ?? [];
  return (since !== undefined && Date.now() - Date.parse(since) >= FAILOVER * 1000) || undefined;
}

/** A policy with a wrong port: the running Ghost keeps its connections, the next one gets none. */
export const databaseUnreachable = brokenByMerge({
  id: 'database-unreachable',
  title: 'a network policy that blocks the database',
  cause: 'database unreachable',
  edits: {
    [NETWORK]: (text) => replaceOnce(text, `port: \${DATABASE_PORT}`, 'port: 33060', NETWORK),
    [DEPLOYMENT]: (text) => replaceOnce(text, '\n    spec:\n', `\n        ${LABEL}: database\n    spec:\n`, DEPLOYMENT),
  },
  isFinal: outlastsFailover,
});
