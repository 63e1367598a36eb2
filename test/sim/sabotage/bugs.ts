import type { Tikv, Transport } from '../../../src/index.ts';
import type { SimulatedProcess } from '../../../src/testing/index.ts';
import type { Cut } from '../interrupt/verbs.ts';
import { type Rewrite, rewritingTransport } from '../rewriting-transport.ts';
import type { Substitution } from '../simulated-client.ts';
import type { SwarmOverrides } from '../swarm.ts';
import type { WorkloadName } from '../workloads/workloads.ts';
import { CLIENT_BUGS } from './client-bugs.ts';
import { COMMIT_BUGS } from './commit-bugs.ts';
import { KEYSPACE_BUGS } from './keyspace-bugs.ts';
import { LIFE_BUGS } from './life-bugs.ts';
import { LOCK_BUGS } from './lock-bugs.ts';
import { MESSAGE_BUGS } from './message-bugs.ts';
import { OUTCOME_BUGS } from './outcome-bugs.ts';
import { RAW_BUGS } from './raw-bugs.ts';
import { READ_BUGS } from './read-bugs.ts';
import { REPLICA_BUGS } from './replica-bugs.ts';
import { RESOLVER_BUGS } from './resolver-bugs.ts';
import { TWO_PHASE_BUGS } from './two-phase-bugs.ts';
import { UNDONE_COMMIT_FIXES } from './undone-commit-fixes.ts';
import { UNDONE_ENDING_FIXES } from './undone-ending-fixes.ts';
import type { Fix } from './undone-fix.ts';
import { UNDONE_LOCK_FIXES } from './undone-lock-fixes.ts';
import { UNDONE_READ_FIXES } from './undone-read-fixes.ts';
import { WIRE_BUGS } from './wire-bugs.ts';

/** A mistake that a client could make, planted without touching it. */
export interface Bug {
  /** In the catalogue of scenarios or faults: what a right client does there. */
  readonly scenario: string;
  /** Which of them meet it soonest. Default: no seed is run, but a scene or a verb. */
  readonly workloads?: readonly WorkloadName[];
  /** What the explorer meets it in, with one disturbance. */
  readonly scene?: string;
  /** What meets it when it is interrupted. */
  readonly verb?: { readonly name: string; readonly cut: Cut };
  /** What is not drawn: without it, it cannot show, or seldom does. */
  readonly given?: Pick<
    SwarmOverrides,
    | 'client'
    | 'cluster'
    | 'nemeses'
    | 'nemesisIntervalMs'
    | 'calm'
    | 'abort'
    | 'pessimistic'
    | 'reads'
    | 'raw'
    | 'keyspace'
    | 'timeoutsMs'
  >;
  /** Fixes of the client without which it has this bug again. */
  readonly undone?: readonly Fix[];
  readonly rewrite?: (process: SimulatedProcess) => Rewrite;
  readonly client?: (tikv: Tikv, process: SimulatedProcess) => Tikv;
  /** What is to be changed below messages: streams, and how they end. */
  readonly transport?: (transport: Transport) => Transport;
}

export const BUGS: Readonly<Record<string, Bug>> = {
  ...MESSAGE_BUGS,
  ...CLIENT_BUGS,
  ...COMMIT_BUGS,
  ...KEYSPACE_BUGS,
  ...LIFE_BUGS,
  ...LOCK_BUGS,
  ...OUTCOME_BUGS,
  ...RAW_BUGS,
  ...READ_BUGS,
  ...REPLICA_BUGS,
  ...RESOLVER_BUGS,
  ...TWO_PHASE_BUGS,
  ...UNDONE_COMMIT_FIXES,
  ...UNDONE_ENDING_FIXES,
  ...UNDONE_LOCK_FIXES,
  ...UNDONE_READ_FIXES,
  ...WIRE_BUGS,
};

/**
 * How a bug gets into the clients of a simulation.
 * @param onBroken is told when the bug fails itself, which is no mistake of a client, and proves nothing
 */
export function planted(
  { rewrite, client, transport }: Bug,
  onBroken: (error: unknown) => void = () => {},
): Substitution {
  return {
    ...(client && { client }),
    ...(transport && { transport }),
    ...(rewrite && {
      transport: (inner, process) => rewritingTransport(inner, process, watched(rewrite(process), onBroken)),
    }),
  };
}

function watched(rewrite: Rewrite, onBroken: (error: unknown) => void): Rewrite {
  return new Proxy(rewrite, {
    get: (target, name) => {
      const change: unknown = Reflect.get(target, name);
      if (typeof change !== 'function') return change;
      return (...args: readonly unknown[]) => {
        try {
          return change.apply(target, args);
        } catch (error) {
          onBroken(error);
          return undefined;
        }
      };
    },
  });
}
