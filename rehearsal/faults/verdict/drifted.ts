import { CHANGED, changeByHand } from '../../harness/changes-by-hand.ts';
import type { Harness } from '../../harness/harness.ts';
import { onemerge } from '../../harness/onemerge.ts';
import { asBuild } from '../../harness/roles.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { RehearsalError } from '../../shared/errors.ts';

/** Longest look, in seconds. */
const TIMEOUT_SECONDS = 300;

interface Drift {
  readonly parts: readonly { readonly findings: readonly { readonly object: string; readonly message: string }[] }[];
}

/** Somebody changes a resource past CloudFormation, and an object past Flux. */
export const drifted: Scenario = {
  id: 'drifted',
  title:
    'a resource and an object that somebody changed: both are named by `onemerge drift`, and by nobody once they are back',
  run: async (harness) => {
    await expectDrift(harness, []);
    const putBack = await changeByHand(harness);
    const found = await expectDrift(harness, CHANGED);
    await putBack();
    await expectDrift(harness, []);
    return found.join('; ');
  },
};

/** Requires that exactly these have drifted. @returns what is said of them */
async function expectDrift(harness: Harness, objects: readonly string[]): Promise<string[]> {
  const codes = [objects.length === 0 ? 0 : 1];
  const printed = await onemerge(harness, ['drift', '--json'], {
    seconds: TIMEOUT_SECONDS,
    // Nobody but the build has an access entry of the rehearsal's cluster.
    credentials: await asBuild(harness, 'drift'),
    codes,
  });
  const findings = (JSON.parse(printed) as Drift).parts.flatMap((part) => part.findings);
  const missed = objects.filter((one) => !findings.some(({ object }) => object.includes(one)));
  if (missed.length === 0 && findings.length === objects.length)
    return findings.map(({ object, message }) => `${object}: ${message}`);
  const said = findings.map(({ object }) => object).join(', ') || 'nothing';
  throw new RehearsalError(`drift names ${said}; expected: ${objects.join(', ') || 'nothing'}`, {
    help: 'see cli/drift; run again with --keep',
  });
}
