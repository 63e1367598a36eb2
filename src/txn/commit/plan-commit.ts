import type { AnyActorRef } from 'xstate';
import type { Timestamp } from '../../model/timestamp.ts';
import type { Deadline } from '../../retry/deadline.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import type { WriteSet } from './build-mutations.ts';
import type { ProtocolOptions } from './choose-protocol.ts';
import type { CommitTask } from './commit-task.ts';

/** A transaction as it began. */
export interface Begun {
  readonly actor: AnyActorRef;
  readonly startTs: Timestamp;
  /** By the clock of the runtime. */
  readonly beganAtMs: number;
}

/** Puts together what the steps of a commit work on. */
export function planCommit(
  environment: TransactionEnvironment,
  { actor, startTs, beganAtMs }: Begun,
  writes: WriteSet,
  protocols: ProtocolOptions,
  deadline: Deadline,
): CommitTask {
  return {
    environment,
    regions: environment.regions.withParent(actor),
    actor,
    startTs,
    beganAtMs,
    mutations: writes.mutations,
    primary: writes.primary,
    sizeBytes: writes.sizeBytes,
    forUpdateTs: writes.forUpdateTs,
    assertionLevel: protocols.assertionLevel ?? 'strict',
    deadline,
    bounds: protocols.bounds,
    failsOnLock: protocols.failsOnLock,
  };
}
