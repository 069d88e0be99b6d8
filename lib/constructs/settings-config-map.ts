import { type ICluster, KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { Construct } from 'constructs';
import { infrastructureSetting } from '../infrastructure.ts';
import { SETTINGS_CONFIG_MAP, type Settings } from '../settings.ts';

export interface SettingsConfigMapProps {
  readonly cluster: ICluster;
  readonly settings: Settings;
  /** Fingerprint of the infrastructure that stands once these settings are written. */
  readonly infrastructure: string | undefined;
}

/** Writes the settings where Flux reads them; the label makes Flux act on a change at once. */
export class SettingsConfigMap extends Construct {
  constructor(scope: Construct, id: string, props: SettingsConfigMapProps) {
    super(scope, id);
    const stands = props.infrastructure === undefined ? {} : infrastructureSetting(props.infrastructure);
    new KubernetesManifest(this, 'Manifest', {
      cluster: props.cluster,
      manifest: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { ...SETTINGS_CONFIG_MAP, labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } },
          data: { ...props.settings, ...stands },
        },
      ],
    });
  }
}
