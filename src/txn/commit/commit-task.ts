import type { AnyActorRef } from 'xstate';
import type { Timestamp } from '../../model/timestamp.ts';
import type { RegionClient } from '../../region/request/region-client.ts';
import type { Deadline } from '../../retry/deadline.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import type { AssertionLevel } from './choose-protocol.ts';
import type { CommitBounds } from './commit-bounds.ts';
import type { Mutation } from './mutation.ts';

/** What the steps of one commit work on. */
export interface CommitTask {
  readonly environment: TransactionEnvironment;
  /** The transaction's actor: actors started on its behalf end with it. */
  readonly actor: AnyActorRef;
  /** The environment's region client, sending on behalf of the actor. */
  readonly regions: RegionClient;
  readonly startTs: Timestamp;
  /** When the transaction began, by the clock of the runtime. */
  readonly beganAtMs: number;
  /** In key order. At least one. */
  readonly mutations: readonly Mutation[];
  readonly primary: Uint8Array;
  /** Of all keys and values, as in WriteSet. */
  readonly sizeBytes: number;
  readonly assertionLevel: AssertionLevel;
  /** The for_update_ts of the last lock call; 0n when nothing was locked before commit. */
  readonly forUpdateTs: Timestamp;
  /** The caller's deadline: it ends everything up to the answer. */
  readonly deadline: Deadline;
  /** Undefined where every commit timestamp will do. */
  readonly bounds?: CommitBounds | undefined;
  /** A lock met while the keys are locked is a conflict at once, and is not resolved. Default false. */
  readonly failsOnLock?: boolean | undefined;
}

/** What the commit of the primary works on, which decides the whole transaction. */
export type PrimaryTask = Pick<
  CommitTask,
  'environment' | 'regions' | 'startTs' | 'mutations' | 'primary' | 'deadline' | 'bounds'
>;
