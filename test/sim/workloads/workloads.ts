import type { Anomaly, History } from '../history.ts';
import type { Session } from '../session.ts';
import { assertions } from './assertions.ts';
import { bank } from './bank.ts';
import { bulk } from './bulk.ts';
import { circles } from './circles.ts';
import { counter } from './counter.ts';
import { idleLocks } from './idle-locks.ts';
import { levels } from './levels.ts';
import { listAppend, lockedAppend } from './list-append.ts';
import { longFork } from './long-fork.ts';
import { mixed } from './mixed.ts';
import { monotonic } from './monotonic.ts';
import { onCall } from './on-call.ts';
import { ownWrites } from './own-writes.ts';
import { queue } from './queue.ts';
import { rawBatches } from './raw-batches.ts';
import { rawRanges } from './raw-ranges.ts';
import { rawRegister } from './raw-register.ts';
import { register } from './register.ts';
import { sequential } from './sequential.ts';
import { set } from './set.ts';
import { unique } from './unique.ts';
import { writeSkew } from './write-skew.ts';

/** What a workload is run with. Its keys are `name/0` to `name/(keys - 1)`, and what begins with those. */
export interface WorkloadContext {
  readonly keys: number;
}

/** Something that sessions do, and what must hold of the history it leaves. */
export interface Workload {
  /** Before all else, without faults. */
  setUp?(session: Session, context: WorkloadContext): Promise<void>;
  /** One operation. Gives something that is not falsy when it got anywhere. */
  operate(session: Session, context: WorkloadContext): Promise<unknown>;
  /** Reads the end state, without faults. What it notes in the history is checked like all else. */
  finish?(session: Session, context: WorkloadContext): Promise<unknown>;
  /** Beyond what is checked of every transaction. */
  check?(history: History, context: WorkloadContext): Anomaly[];
}

/** All workloads by name. */
export const WORKLOADS = {
  assertions,
  bank,
  bulk,
  circles,
  counter,
  'idle-locks': idleLocks,
  levels,
  'list-append': listAppend,
  'locked-append': lockedAppend,
  'long-fork': longFork,
  mixed,
  monotonic,
  'on-call': onCall,
  'own-writes': ownWrites,
  queue,
  'raw-batches': rawBatches,
  'raw-ranges': rawRanges,
  'raw-register': rawRegister,
  register,
  sequential,
  set,
  unique,
  'write-skew': writeSkew,
} satisfies Record<string, Workload>;

export type WorkloadName = keyof typeof WORKLOADS;
