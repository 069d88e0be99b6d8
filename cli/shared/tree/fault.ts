/** Something in gitops/ that would break when Flux applies it, or that this app does not allow. */
export interface Fault {
  /** `gitops/apps/ghost/deployment.yaml:12`, without the line where it cannot be known. */
  readonly where: string;
  /** What is wrong, in one clause. */
  readonly what: string;
  /** What to write. */
  readonly edit: string;
}

/** A fault for people: two lines. */
export const describeFault = ({ where, what, edit }: Fault): string => `${where}: ${what}\n  edit: ${edit}`;
