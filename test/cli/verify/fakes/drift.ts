/** What CloudFormation finds when it looks for drift in a stack. */
export interface FakeDrift {
  /** How the detection ends; `DETECTION_IN_PROGRESS` is never over. */
  readonly status?: string;
  readonly reason?: string;
  readonly resources: readonly FakeDriftedResource[];
}

interface FakeDriftedResource {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly differs?: readonly { readonly path: string; readonly expected: string; readonly actual: string }[];
}

/**
 * The result of one of the three operations of drift detection; undefined for any other.
 * @param name of the stack, which is also the id of its detection
 */
export function driftAnswer(
  action: string,
  name: string,
  { status = 'DETECTION_COMPLETE', reason = '', resources }: FakeDrift,
): string | undefined {
  const id = `<StackId>arn:aws:cloudformation:eu-west-1:111122223333:stack/${name}/1</StackId>`;
  const at = '<Timestamp>2026-01-01T00:00:00Z</Timestamp>';
  switch (action) {
    case 'DetectStackDrift':
      return `<StackDriftDetectionId>${name}</StackDriftDetectionId>`;
    case 'DescribeStackDriftDetectionStatus':
      return `${id}<StackDriftDetectionId>${name}</StackDriftDetectionId><DetectionStatus>${status}</DetectionStatus><DetectionStatusReason>${reason}</DetectionStatusReason>${at}`;
    case 'DescribeStackResourceDrifts':
      return `<StackResourceDrifts>${resources.map((one) => member(id, at, one)).join('')}</StackResourceDrifts>`;
    default:
      return undefined;
  }
}

function member(stack: string, at: string, { id, type, status, differs = [] }: FakeDriftedResource): string {
  const differences = differs.map(
    ({ path, expected, actual }) =>
      `<member><PropertyPath>${path}</PropertyPath><ExpectedValue>${expected}</ExpectedValue><ActualValue>${actual}</ActualValue><DifferenceType>NOT_EQUAL</DifferenceType></member>`,
  );
  return `<member>${stack}<LogicalResourceId>${id}</LogicalResourceId><ResourceType>${type}</ResourceType><StackResourceDriftStatus>${status}</StackResourceDriftStatus><PropertyDifferences>${differences.join('')}</PropertyDifferences>${at}</member>`;
}
