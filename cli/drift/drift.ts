/** Something that is not as it was deployed or merged. */
export interface Finding {
  /** `example-database Instance (AWS::RDS::DBInstance)`, `Service ghost/ghost`. */
  readonly object: string;
  /** What differs, and who changed it where that is known. */
  readonly message: string;
  /** The command or edit that helps. */
  readonly help: string;
}

/** What one half of the system, or a stack of it, answered. */
export interface Looked {
  /** `stack example-database`, `objects`, `settings`. */
  readonly part: string;
  /** How many resources, objects or settings were compared. */
  readonly compared: number;
  readonly findings: readonly Finding[];
  /** Why it could not be looked at, or not all of it. */
  readonly unread?: { readonly error: string; readonly help: string };
}

/** Exit codes: 0 nothing has drifted, 1 something has, 2 something could not be looked at, and nothing is known to have drifted. */
export function exitCodeOf(looked: readonly Looked[]): 0 | 1 | 2 {
  if (looked.some(({ findings }) => findings.length > 0)) return 1;
  return looked.some(({ unread }) => unread !== undefined) ? 2 : 0;
}
