import { Aws } from 'aws-cdk-lib';
import { CfnPodIdentityAssociation, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { PrincipalWithConditions, Role, ServicePrincipal, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

export interface PodIdentityRoleProps {
  readonly cluster: ICluster;
  /** Kubernetes namespace of the pods. */
  readonly namespace: string;
  /** ServiceAccount of the pods; made by whoever installs them, not here. */
  readonly serviceAccount: string;
}

/**
 * An IAM role for the pods of one ServiceAccount.
 * EKS injects the credentials when a pod is created, so the pods must be younger than this.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export class PodIdentityRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: PodIdentityRoleProps) {
    super(scope, id);
    const pods = new PrincipalWithConditions(new ServicePrincipal('pods.eks.amazonaws.com'), {
      StringEquals: {
        'aws:SourceAccount': Aws.ACCOUNT_ID,
        // An association of another cluster or ServiceAccount does not get the role, whoever makes it.
        'aws:SourceArn': props.cluster.clusterArn,
        'aws:RequestTag/kubernetes-namespace': props.namespace,
        'aws:RequestTag/kubernetes-service-account': props.serviceAccount,
      },
    });
    this.role = new Role(this, 'Role', {
      description: `Pods of ${props.namespace}/${props.serviceAccount}`,
      assumedBy: new SessionTagsPrincipal(pods),
    });
    new CfnPodIdentityAssociation(this, 'Association', {
      clusterName: props.cluster.clusterName,
      namespace: props.namespace,
      serviceAccount: props.serviceAccount,
      roleArn: this.role.roleArn,
    });
  }
}
