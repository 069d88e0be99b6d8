import type { Manifest } from '../../shared/rendering/render.ts';

/** What kustomize writes behind the name of a map that it makes of files: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/kustomization/#configmapgenerator */
export const GENERATED = /-[2456789bcdfghkmt]{10}$/;

/** Kinds that only let somebody do something, or that others hold: without them nothing stops, or whoever uses them says so. */
export const TAKES_AWAY =
  /^((Cluster)?Role(Binding)?|ServiceAccount|Event|IngressClass|RuntimeClass|PriorityClass|TokenReview)$/;

/** Kinds that rules look at when they are new, or that do nothing by themselves. */
const KINDS =
  /^(APIService|Alert|Bucket|CertificateSigningRequest|ClusterExternalSecret|ClusterRole|ClusterRoleBinding|ClusterSecretStore|ConfigMap|CronJob|CustomResourceDefinition|DaemonSet|Deployment|EC2NodeClass|EndpointSlice|Endpoints|ExternalArtifact|ExternalSecret|FluxInstance|FluxReport|GRPCRoute|Gateway|GatewayClass|GitRepository|HelmChart|HelmRelease|HelmRepository|HorizontalPodAutoscaler|ImageUpdateAutomation|Ingress|IngressClass|HTTPRoute|Job|Kustomization|LimitRange|MutatingAdmissionPolicy|MutatingAdmissionPolicyBinding|MutatingWebhookConfiguration|Namespace|NetworkPolicy|NodeClass|NodePool|OCIRepository|PersistentVolume|PersistentVolumeClaim|Pod|PodDisruptionBudget|Provider|PushSecret|Receiver|ReplicaSet|ResourceQuota|ResourceSet|ResourceSetInputProvider|Role|RoleBinding|Secret|SecretStore|Service|ServiceAccount|StatefulSet|StorageClass|TCPRoute|TLSRoute|TargetGroupBinding|ValidatingAdmissionPolicy|ValidatingAdmissionPolicyBinding|ValidatingWebhookConfiguration)$/;

/** The API groups of those kinds: another group may have a kind of the same name. The group of core has no name. */
const GROUPS =
  /^(|apps|autoscaling|batch|policy|(.+\.)?k8s\.io|(.+\.)?toolkit\.fluxcd\.io|fluxcd\.controlplane\.io|external-secrets\.io|eks\.amazonaws\.com|elbv2\.k8s\.aws|karpenter\.(sh|k8s\.aws))$/;

/** Whether rules know what an object of its kind may do. */
export const isOfKnownKind = ({ apiVersion, kind }: Manifest) =>
  KINDS.test(kind) && GROUPS.test(apiVersion.split('/').slice(0, -1).join('/'));

/** Fields by kind that rules judge in full, or whose change neither opens nor loses anything. */
const UNDERSTOOD: readonly (readonly [kind: RegExp, fields: RegExp])[] = [
  [
    /./,
    /^(apiVersion|replicas|revisionHistoryLimit|progressDeadlineSeconds|minReadySeconds|strategy|updateStrategy|suspend)$/,
  ],
  [/./, /^(image|imagePullPolicy|command|args|lifecycle|resources|env|(liveness|readiness|startup)Probe)$/],
  [
    /./,
    /^(runAsNonRoot|readOnlyRootFilesystem|allowPrivilegeEscalation|capabilities|seccompProfile|privileged|appArmorProfile|procMount|seLinuxOptions|sysctls)$/,
  ],
  [
    /./,
    /^(host(Network|PID|IPC|Users|Aliases)|shareProcessNamespace|runtimeClassName|automountServiceAccountToken|serviceAccountName|serviceAccount)$/,
  ],
  [
    /./,
    /^(nodeSelector|affinity|topologySpreadConstraints|enableServiceLinks|dnsPolicy|dnsConfig|ttlSecondsAfterFinished|backoffLimit|\w+JobsHistoryLimit)$/,
  ],
  [/./, /^(emptyDir|hostPath|projected|downwardAPI|ownerReferences)$/],
  [
    /^(StatefulSet|PersistentVolume(Claim)?|StorageClass)$/,
    /^(volumeClaimTemplates|persistentVolumeClaimRetentionPolicy|persistentVolumeReclaimPolicy|reclaimPolicy|capacity|allowVolumeExpansion)$/,
  ],
  [/^(?!Service$)/, /^ports$/],
  [/^(Deployment|DaemonSet|StatefulSet|ReplicaSet|Job|Service)$/, /^selector$/],
  [/^(Ingress|Gateway|\w+Route)$/, /^(rules|listeners|tls)$/],
  [/^TargetGroupBinding$/, /^(networking|targetGroupARN|targetType|vpcID)$/],
  [
    /^((Cluster)?(SecretStore|ExternalSecret)|PushSecret|EndpointSlice|Endpoints|APIService|NodePool|NodeClass|EC2NodeClass|Provider)$/,
    /^(spec|endpoints|subsets)$/,
  ],
  [/^ConfigMap$/, /^(data|binaryData|immutable)$/],
  [/^Secret$/, /^(type|immutable)$/],
  [/^(Cluster)?Role(Binding)?$/, /^(rules|roleRef|subjects|aggregationRule)$/],
  [
    /^(NetworkPolicy|CustomResourceDefinition|ResourceQuota|LimitRange|(Validating|Mutating)AdmissionPolicy(Binding)?)$/,
    /^spec$/,
  ],
  [/^(Validating|Mutating)WebhookConfiguration$/, /^webhooks$/],
  [/^Service$/, /^(type|externalIPs|externalName|loadBalancerSourceRanges|clusterIPs?|sessionAffinity\w*|ipFamil\w+)$/],
  [
    /^Kustomization$/,
    /^(postBuild|sourceRef|path|prune|wait|dependsOn|healthChecks|healthCheckExprs|force|deletionPolicy|targetNamespace|kubeConfig)$/,
  ],
  [
    /^HelmRelease$/,
    /^(values|valuesFrom|postRenderers|crds|driftDetection|chartRef|version|sourceRef|retries|remediateLastFailure|keepHistory|persistentClient|maxHistory|targetNamespace|storageNamespace|releaseName|kubeConfig)$/,
  ],
  [
    /^(Bucket|GitRepository|Helm(Chart|Repository)|OCIRepository)$/,
    /^(url|ref|bucketName|insecure|chart|version|sourceRef)$/,
  ],
  [/^FluxInstance$/, /^(sync|registry)$/],
  [/./, /^(timeout|interval|retryInterval)$/],
];

export const isUnderstood = (kind: string, field: string) =>
  UNDERSTOOD.some(([kinds, fields]) => kinds.test(kind) && fields.test(field));

/** Labels and annotations that nothing in a cluster acts on, or that rules of their own judge. */
export function isQuietMark(name: string): boolean {
  const [prefix = ''] = name.includes('/') ? name.split('/') : [];
  return (
    JUDGED_MARKS.test(name) || !/(kubernetes\.io|k8s\.(io|aws)|fluxcd\.\w+|amazonaws\.com|karpenter\.sh)$/.test(prefix)
  );
}

const JUDGED_MARKS =
  /^((app|helm|config|kubectl|pod-security|rbac\.authorization)\.k(ubernetes|8s)\.io\/|kubernetes\.io\/(description|metadata\.name)|kustomize\.toolkit\.fluxcd\.io\/(prune|substitute|reconcile)|eks\.amazonaws\.com\/role-arn|service\.beta\.kubernetes\.io\/)/;
