import type { AnyActorRef } from 'xstate';
import type { Timestamp } from '../model/timestamp.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { WriteSet } from './build-mutations.ts';
import { maxCommitTs, type ProtocolOptions } from './choose-protocol.ts';
import type { CommitTask } from './commit-task.ts';
import { lockTtlMs } from './lock-ttl.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';

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
  const elapsedMs = environment.runtime.clock.now() - beganAtMs;
  return {
    environment,
    regions: environment.regions.under(actor),
    actor,
    startTs,
    beganAtMs,
    mutations: writes.mutations,
    primary: writes.primary,
    sizeBytes: writes.sizeBytes,
    forUpdateTs: writes.forUpdateTs,
    lockTtlMs: lockTtlMs(writes.sizeBytes, elapsedMs),
    assertionLevel: protocols.assertionLevel ?? 'strict',
    deadline,
    minCommitTs: 0n,
    maxCommitTs: maxCommitTs(startTs, elapsedMs),
    bounds: protocols.bounds,
    failsOnLock: protocols.failsOnLock,
  };
}
