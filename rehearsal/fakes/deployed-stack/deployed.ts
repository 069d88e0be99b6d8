import { z } from 'zod';
import { NotEmulatedError } from './not-emulated.ts';

const template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown().optional() })),
});

const reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((value) => value['Fn::GetAtt'][0]),
]);

/** A stack as CloudFormation tells about it. */
export interface StackContent {
  /** As GetTemplate gives it. */
  readonly template: unknown;
  /** What AWS calls each resource, by logical id, as DescribeStackResources gives them. */
  readonly physicalIds: ReadonlyMap<string, string>;
}

/** A stack that was deployed, for fakes that emulate its resources. */
export class Deployed {
  readonly #resources: z.infer<typeof template>['Resources'];
  readonly #physicalIds: ReadonlyMap<string, string>;

  constructor({ template: content, physicalIds }: StackContent) {
    this.#resources = template.parse(content).Resources;
    this.#physicalIds = physicalIds;
  }

  /** Logical ids of all resources of a type. */
  all(type: string): string[] {
    return Object.keys(this.#resources).filter((id) => this.#resources[id]?.Type === type);
  }

  /** A resource's properties. @throws NotEmulatedError when it is not of that type, or not of a shape that is emulated. */
  properties<T>(id: string, type: string, shape: z.ZodType<T>): T {
    const resource = this.#resources[id];
    if (resource?.Type !== type) throw new NotEmulatedError(`there is no ${type} of this name`, id);
    const parsed = shape.safeParse(resource.Properties ?? {});
    if (!parsed.success) throw new NotEmulatedError(`not emulated: ${z.prettifyError(parsed.error)}`, id);
    return parsed.data;
  }

  /** The logical id that a `Ref` or `Fn::GetAtt` leads to; undefined for a literal. */
  target(value: unknown): string | undefined {
    const parsed = reference.safeParse(value);
    return parsed.success ? parsed.data : undefined;
  }

  /** The logical id that a value must lead to. @throws NotEmulatedError for a literal. */
  required(value: unknown, from: string): string {
    const id = this.target(value);
    if (!id) throw new NotEmulatedError(`${JSON.stringify(value)} leads to no resource of the stack`, from);
    return id;
  }

  /** What AWS calls a resource. @throws NotEmulatedError when it was not deployed. */
  physicalId(id: string): string {
    const physical = this.#physicalIds.get(id);
    if (!physical) throw new NotEmulatedError('it has no physical id: was the stack deployed?', id);
    return physical;
  }
}
