import { z } from 'zod';
import { awsRefusal } from '../../shared/aws-refusal.ts';
import { awsWords } from '../../shared/aws-words.ts';
import { faultsIn } from '../../shared/faults-in.ts';
import type { Reading } from '../facts.ts';
import { KubernetesError } from './kubernetes-error.ts';
import { Unreadable } from './unreadable.ts';

/** Networks and APIs fail for moments; what fails for two minutes needs a person. */
const TIMEOUT_SECONDS = 120;

/** The EKS cluster that is read, as AWS's command line is told of it. */
interface ClusterName {
  readonly region: string;
  readonly name: string;
}

/**
 * Runs a read; a failure becomes a reading that says what helps, not an exception.
 * @param cluster the cluster that is read, if one is
 */
export async function reading<T>(read: () => Promise<T>, cluster?: ClusterName): Promise<Reading<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    return explain(error, cluster);
  }
}

function explain(error: unknown, cluster?: ClusterName): { error: string; help: string; finalAfterSeconds: number } {
  if (error instanceof Unreadable)
    return { error: error.message, help: error.help, finalAfterSeconds: error.finalAfterSeconds };
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  if (cluster && error instanceof KubernetesError && error.status === 401) {
    const { region, name: clusterName } = cluster;
    const entries = `aws eks list-access-entries --region ${region} --cluster-name ${clusterName}`;
    const help = `the cluster needs an access entry for your AWS identity: ${entries}`;
    // Several requests are refused at once; which one answers first says nothing.
    return { error: 'the API server does not know the caller (401 Unauthorized)', help, finalAfterSeconds: 60 };
  }
  if (error instanceof KubernetesError && error.status === 403) {
    // On the first deploy Flux itself brings the grants, after the operators: minutes.
    const help = 'gitops/operators/configs/build-access.yaml grants it, once Flux has applied it';
    return { error: message, help, finalAfterSeconds: 900 };
  }
  if (awsRefusal(name) === 'denied') {
    const help = 'use an identity that may assume the CDK lookup role, or run npx onemerge bootstrap';
    return { error: message, help, finalAfterSeconds: 30 };
  }
  if (error instanceof z.ZodError)
    return {
      error: `an answer of the cluster is not as its API describes it: ${faultsIn(error)}`,
      help: 'run the command again; if it stays so, see that its version of Kubernetes is that of lib/versions.ts',
      finalAfterSeconds: TIMEOUT_SECONDS,
    };
  const words = awsWords(error);
  if (words) {
    const { what, help, final } = words;
    return { error: what, help, finalAfterSeconds: final ? 0 : TIMEOUT_SECONDS };
  }
  return {
    error: error instanceof KubernetesError ? message : `${name}: ${message}`,
    help: 'run the command again; --timeout gives it longer',
    finalAfterSeconds: TIMEOUT_SECONDS,
  };
}
