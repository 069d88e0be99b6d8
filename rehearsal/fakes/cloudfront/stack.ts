import { type TemplateResource, templates } from '../../../test/support/fixtures.ts';
import { asIfDeployed } from '../deployed-stack/as-if-deployed.ts';
import { Deployed } from '../deployed-stack/deployed.ts';

type Resources = Record<string, TemplateResource>;

const SYNTHESIZED = templates().Ghost.toJSON() as { readonly Resources: Resources };

/** The app's own Ghost stack as if it were deployed, after `change` has had its way with the template. */
export function deployedGhost(change: (resources: Resources) => void = () => undefined): Deployed {
  const template = structuredClone(SYNTHESIZED);
  change(template.Resources);
  return new Deployed(asIfDeployed(template));
}

/** The first resource of a type. */
export function first(resources: Resources, type: string): TemplateResource {
  const found = Object.values(resources).find((resource) => resource.Type === type);
  if (!found) throw new Error(`The Ghost stack has no ${type}.`);
  return found;
}

/** The configuration of the distribution. */
export const distribution = (resources: Resources) =>
  first(resources, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
