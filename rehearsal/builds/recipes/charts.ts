import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stringify } from 'yaml';
import { FLUX_PAGE_PORT } from '../../../lib/names.ts';
import { FLUX_OPERATOR_VERSION } from '../../../lib/versions.ts';
import { EXTERNAL_SECRETS_BUILT } from '../../shared/build-versions.ts';
import { publishChart } from '../oci/chart.ts';
import type { PublishedRecipe } from '../recipe.ts';
import { FLUX_OPERATOR_IMAGE } from './images.ts';
import { externalSecrets, fluxOperator } from './programs.ts';

const OPERATOR_CHARTS = 'ghcr.io/controlplaneio-fluxcd/charts';
const SECRETS_CHARTS = 'ghcr.io/external-secrets/charts';

/** What upstream's chart lets in to the status page unless it is told otherwise: every pod. */
const PAGE_POLICY = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'flux-operator-web', namespace: '{{ .Release.Namespace }}' },
  spec: {
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'flux-operator' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ protocol: 'TCP', port: FLUX_PAGE_PORT }] }],
  },
};

/** Text that Helm must not read as a template. */
function literal(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}

/**
 * The flux-operator's chart. Its module holds the manifests and not the chart, so this makes one of the same
 * name and version, with the values of the image and of the policy for the status page; upstream's other values have no effect here.
 * @param version the pinned one when not given
 */
export function fluxOperatorChart(go: string, version: string = FLUX_OPERATOR_VERSION): PublishedRecipe {
  const operator = fluxOperator(go, version);
  return {
    reference: `${OPERATOR_CHARTS}/flux-operator:${version}`,
    name: 'chart-flux-operator',
    inputs: ['revision 2', version],
    needs: [operator],
    coldSeconds: 1,
    build: async (target, context) => {
      const config = join(context.folder(operator), 'config');
      const chart = join(context.scratch, 'flux-operator');
      await mkdir(join(chart, 'templates'), { recursive: true });
      await cp(join(config, 'crd/bases'), join(chart, 'crds'), { recursive: true });
      const metadata = { apiVersion: 'v2', name: 'flux-operator', type: 'application' };
      await writeFile(join(chart, 'Chart.yaml'), stringify({ ...metadata, version, appVersion: `v${version}` }));
      const web = { networkPolicy: { create: true } }; // upstream's own default
      await writeFile(
        join(chart, 'values.yaml'),
        stringify({ image: { repository: FLUX_OPERATOR_IMAGE, tag: '' }, web }),
      );
      const policy = `{{- if .Values.web.networkPolicy.create }}\n${stringify(PAGE_POLICY)}{{- end }}\n`;
      await writeFile(join(chart, 'templates/page-policy.yaml'), policy);
      for (const file of [
        'manager/account.yaml',
        'manager/deployment.yaml',
        'manager/service.yaml',
        'default/rbac.yaml',
      ]) {
        const text = literal(await readFile(join(config, file), 'utf8'))
          .replace(
            'image: flux-operator:latest',
            'image: {{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}',
          )
          .replaceAll('namespace: flux-system', 'namespace: {{ .Release.Namespace }}');
        await writeFile(join(chart, 'templates', basename(file)), text);
      }
      await publishChart(chart, OPERATOR_CHARTS, target, context.scratch, context.log);
    },
  };
}

/**
 * External Secrets Operator's chart from its module, served under the version that the tree pins.
 * @param servedVersion - the version of the HelmRelease, for example `2.2.0`
 */
export function externalSecretsChart(go: string, servedVersion: string): PublishedRecipe {
  const program = externalSecrets(go);
  return {
    reference: `${SECRETS_CHARTS}/external-secrets:${servedVersion}`,
    name: 'chart-external-secrets',
    inputs: ['revision 2', EXTERNAL_SECRETS_BUILT, servedVersion],
    needs: [program],
    coldSeconds: 1,
    build: async (target, context) => {
      const source = context.folder(program);
      const chart = join(context.scratch, 'external-secrets');
      await cp(join(source, 'chart'), chart, { recursive: true });
      await writeFile(
        join(chart, 'Chart.yaml'),
        stringify({
          apiVersion: 'v2',
          name: 'external-secrets',
          type: 'application',
          description: `a rehearsal's stand-in: ${EXTERNAL_SECRETS_BUILT} served as ${servedVersion}`,
          version: servedVersion,
          appVersion: `v${servedVersion}`,
        }), // without the dependency on bitwarden's server, which is a chart of its own
      );
      await rm(join(chart, 'templates/crds'), { recursive: true, force: true }); // only a note for upstream's own build
      await mkdir(join(chart, 'templates/crds'));
      for (const file of await readdir(join(source, 'crds'))) {
        if (!file.endsWith('.yaml') || file === 'kustomization.yaml') continue;
        const text = literal(await readFile(join(source, 'crds', file), 'utf8'));
        await writeFile(join(chart, 'templates/crds', file), `{{- if .Values.installCRDs }}\n${text}\n{{- end }}\n`);
      }
      await publishChart(chart, SECRETS_CHARTS, target, context.scratch, context.log);
    },
  };
}
