import type { Config } from '../../lib/config/config.ts';
import type { Account } from '../doctor/account/account.ts';
import type { PipelineExecution } from '../doctor/account/delivery.ts';
import type { CertificateEnd } from '../doctor/certificate-end.ts';
import type { Check } from '../doctor/check.ts';
import type { Templates } from '../shared/templates.ts';
import type { Facts } from '../verify/facts.ts';
import type { Verdict } from '../verify/verdict.ts';

/** One look at both halves, for the newest commit of the branch. */
export interface Look {
  readonly facts: Facts;
  readonly verdict: Verdict;
}

/** What the rows of the status ask. */
export interface StatusAsked {
  readonly config: Config;
  readonly account: Account;
  /** The app's templates, as the files of this folder synthesize them. */
  readonly templates: Templates;
  /** The last executions of the pipeline, the newest first; asked once, however many rows ask. @throws CommandError */
  readonly executions: () => Promise<readonly PipelineExecution[]>;
  /** Looks once, however many rows ask. @throws CommandError when the branch cannot be fetched */
  readonly look: () => Promise<Look>;
  readonly certificateEnd: CertificateEnd;
  readonly now: Date;
}

/** A row of the screen. */
export type Row = Check<StatusAsked>;
