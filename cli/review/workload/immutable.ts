import { amountOf } from '../../shared/tree/quantity.ts';
import type { ObjectChange } from './compare.ts';

/** Fields that the API server refuses to change, by kind. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector */
const IMMUTABLE: Readonly<Record<string, RegExp>> = {
  ClusterRoleBinding: /^roleRef\b/,
  DaemonSet: /^spec\.selector\b/,
  Deployment: /^spec\.selector\b/,
  IngressClass: /^spec\.controller\b/,
  Job: /^spec\.(selector|template|completionMode|podFailurePolicy)\b/,
  PersistentVolume:
    /^spec\.(?!capacity|accessModes|persistentVolumeReclaimPolicy|mountOptions|claimRef|volumeAttributesClassName)/,
  PersistentVolumeClaim: /^spec\.(?!resources\b|volumeAttributesClassName)/,
  PriorityClass: /^(value|preemptionPolicy)\b/,
  ReplicaSet: /^spec\.selector\b/,
  RoleBinding: /^roleRef\b/,
  RuntimeClass: /^handler\b/,
  Secret: /^type\b/,
  Service: /^spec\.clusterIPs?\b/,
  StatefulSet:
    /^spec\.(?!replicas|template|updateStrategy|minReadySeconds|ordinals|revisionHistoryLimit|persistentVolumeClaimRetentionPolicy)/,
  StorageClass: /^(provisioner|parameters|reclaimPolicy|volumeBindingMode)\b/,
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/
  TargetGroupBinding: /^spec\.(targetGroupARN|targetType|vpcID)\b/,
  CustomResourceDefinition: /^spec\.(scope|group|names\.(kind|plural))\b/,
};

/** Whether a change needs a field to change that cannot; a Secret or ConfigMap may say so itself. */
export function changesImmutable({ kind, fields, before }: ObjectChange): boolean {
  const data = before?.immutable === true ? /^(data|binaryData|stringData|immutable)\b/ : undefined;
  return fields.some(({ path }) => IMMUTABLE[kind]?.test(path) || data?.test(path));
}

/** Whether a claim asks for less than it has, which no volume can give. */
export function shrinks({ kind, before, after }: ObjectChange): boolean {
  if (kind !== 'PersistentVolumeClaim') return false;
  const [had, asks] = [before, after].map((claim) => amountOf(claim?.spec?.resources?.requests?.storage));
  return had !== undefined && asks !== undefined && asks < had;
}
