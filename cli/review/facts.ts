import type { Manifest } from '../shared/rendering/render.ts';

/** A resource of a template, as CloudFormation spells it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Condition?: string;
}

/** A synthesized stack. */
export interface SynthesizedStack {
  /** Its name in the account. */
  readonly name: string;
  /** Account and region, as far as the config names them: `aws://unknown-account/eu-west-1`. Unknown of what is deployed. */
  readonly place?: string;
  readonly template: { readonly Resources?: Readonly<Record<string, TemplateResource>> };
}

/** Synthesized stacks by construct id. */
export type Stacks = Readonly<Record<string, SynthesizedStack>>;

/** What one Flux Kustomization applies. */
export interface RenderedKustomization {
  readonly name: string;
  readonly objects: readonly Manifest[];
}

/** One half of a tree, or why it could not be read. */
export type Half<T> = { readonly value: T } | { readonly error: string };

/** Settings of a tree: what infrastructure tells the workload. */
export interface Contract {
  /** Those that the infrastructure writes. */
  readonly written: readonly string[];
  /** Those that manifests use. */
  readonly used: readonly string[];
}

/** A rule of cdk-nag or of the CDK's own validation, and the construct that it is about. */
export interface RuleAt {
  readonly rule: string;
  readonly path: string;
}

/** A finding that nobody acknowledged. */
export interface OpenFinding extends RuleAt {
  /** The rule's words: one rule finds several things in a construct, such as each property that is missing. */
  readonly what: string;
}

/** What the rules say of an app. */
export interface Checks {
  readonly open: readonly OpenFinding[];
  readonly acknowledged: readonly (RuleAt & { readonly reason: string })[];
}

/** An environment, as the config has it. */
export interface Plan {
  readonly name: string;
  /** The environment that a commit comes from; without one it comes from the branch. */
  readonly after?: string;
  /** Whether a person approves each commit. */
  readonly asks?: boolean;
}

/** What of a tree is an environment's own. */
export type EnvironmentFacts = Pick<TreeFacts, 'infrastructure' | 'workload'>;

/** A tree, as its own code synthesizes and renders it: the parts that were asked for. */
export interface TreeFacts {
  readonly infrastructure?: Half<Stacks>;
  /** Comes with the infrastructure, from the same synthesis. */
  readonly checks?: Half<Checks>;
  readonly workload?: Half<readonly RenderedKustomization[]>;
  /** Of the environments of the config the one that all of this is about; none where the config has none. */
  readonly environment?: string;
  /** The environments of the config, in its order: empty where it has none, undefined where it cannot be read. */
  readonly plans?: readonly Plan[];
  /** The environments that are not shown, by name. */
  readonly others?: Readonly<Record<string, EnvironmentFacts>>;
  /** Comes with the workload. */
  readonly contract?: Half<Contract>;
}

/**
 * The half of a tree. `checks` is the infrastructure with what the rules say of it, which needs cdk-nag; `nag` leaves out the CDK's own
 * validation, which takes longer than the synthesis. Both come with the infrastructure of the other environments, `others` is that alone.
 */
export type HalfName = 'infrastructure' | 'others' | 'nag' | 'checks' | 'workload';

/** What nobody who approves the pull request should overlook. */
export interface Finding {
  /** `risk` blocks unless the pull request adds an approval; `look` asks for a closer look. */
  readonly kind: 'risk' | 'look';
  /** Stack and logical id, or kind, namespace and name: what an approval names. */
  readonly subject: string;
  /** Names exactly this change of the subject, see `changeId`. */
  readonly change: string;
  /** A sentence's end: "is replaced". No text of the pull request. */
  readonly what: string;
  /** The environments that it is about; without them it is about all. */
  readonly environments?: readonly string[];
}
