import type { Manifest } from '../../shared/rendering/render.ts';
import type { Finding, TemplateResource } from '../facts.ts';
import { compareObjects } from '../workload/compare.ts';
import { workloadFindings } from '../workload/findings.ts';
import { type ResourceChange, subjectOf } from './compare.ts';
import { jsonIn } from './iam/pattern.ts';

const TYPE = 'Custom::AWSCDK-EKS-KubernetesResource';

/** What to say of the objects that stacks apply to the cluster, past Flux: what is said of manifests. */
export function findingsOfObjects(changes: readonly ResourceChange[]): Finding[] {
  return changes
    .filter(({ type }) => type === TYPE)
    .flatMap((change) => {
      const subject = subjectOf(change);
      if (change.after && objectsIn(change.after) === undefined)
        return [{ kind: 'look' as const, subject, change: change.change, what: UNREADABLE }];
      const side = (resource: TemplateResource | undefined) => [{ name: 'cdk', objects: objectsIn(resource) ?? [] }];
      const found = workloadFindings(compareObjects(side(change.before), side(change.after)));
      return found.map((finding): Finding => {
        return { ...finding, subject: `${subject} ${finding.subject}`, change: change.change };
      });
    });
}

const UNREADABLE = 'applies objects that its template takes from elsewhere, so that the review cannot read them';

/** Undefined for what is no list of objects as it stands in the template. */
function objectsIn(resource: TemplateResource | undefined): Manifest[] | undefined {
  try {
    const objects: unknown = JSON.parse(jsonIn(resource?.Properties?.Manifest ?? '[]'));
    return [objects].flat().filter(isManifest);
  } catch {
    return undefined; // the template makes more of it than a text with open places
  }
}

const isManifest = (value: unknown): value is Manifest =>
  typeof (value as Manifest | null)?.kind === 'string' && typeof (value as Manifest).metadata?.name === 'string';
