import type { Tikv } from '../../../src/index.ts';
import type { SimulatedProcess } from '../../../src/testing/index.ts';
import { type Rewrite, rewritingTransport } from '../rewriting-transport.ts';
import type { Substitution } from '../simulated-client.ts';
import type { SwarmOverrides } from '../swarm.ts';
import type { WorkloadName } from '../workloads/workloads.ts';
import { CLIENT_BUGS } from './client-bugs.ts';
import { COMMIT_BUGS } from './commit-bugs.ts';
import { LOCK_BUGS } from './lock-bugs.ts';
import { MESSAGE_BUGS } from './message-bugs.ts';
import { READ_BUGS } from './read-bugs.ts';

/** A mistake that a client could make, planted without touching it. */
export interface Bug {
  /** In the catalogue of scenarios or faults: what a right client does there. */
  readonly scenario: string;
  /** Which of them meet it soonest. */
  readonly workloads: readonly WorkloadName[];
  /** What is not drawn: without it, it cannot show, or seldom does. */
  readonly given?: Pick<
    SwarmOverrides,
    'client' | 'cluster' | 'nemeses' | 'nemesisIntervalMs' | 'calm' | 'abort' | 'pessimistic' | 'timeoutsMs'
  >;
  readonly rewrite?: (process: SimulatedProcess) => Rewrite;
  readonly client?: (tikv: Tikv) => Tikv;
}

export const BUGS: Readonly<Record<string, Bug>> = {
  ...MESSAGE_BUGS,
  ...CLIENT_BUGS,
  ...COMMIT_BUGS,
  ...LOCK_BUGS,
  ...READ_BUGS,
};

/** How a bug gets into the clients of a simulation. */
export function planted({ rewrite, client }: Bug): Substitution {
  return {
    ...(client && { client }),
    ...(rewrite && {
      transport: (transport, process) => rewritingTransport(transport, process, rewrite(process)),
    }),
  };
}
