import type { Clock } from '../model/runtime.ts';
import type { BackoffKind } from './backoff-kinds.ts';
import { type StoreDetails, type StoreReceipt, StoreTally } from './store-tally.ts';

/** What requests of one kind have cost so far. */
export interface RpcReceipt {
  /** Attempts sent: a request that was sent again counts again. */
  readonly sent: number;
  /** Size of these, encoded, in bytes. */
  readonly sentBytes: number;
  /** Size of their answers, encoded, in bytes. */
  readonly receivedBytes: number;
  /**
   * Time until their answers came, or were given up, added up over attempts, which may have run side by side.
   */
  readonly tookMs: number;
  /** The attempt that took longest; undefined while none has ended. */
  readonly slowest:
    | { readonly tookMs: number; readonly regionId: bigint; readonly address: string }
    | undefined;
  /** What the stores report about their part; undefined while none has reported anything. */
  readonly store: StoreReceipt | undefined;
}

/** How often and how long calls have waited for one reason before they tried again. */
export interface RetryReceipt {
  /** How often. */
  readonly times: number;
  /** As decided, in milliseconds, added up over branches, which may have waited side by side. */
  readonly sleptMs: number;
}

/** What calls have cost so far. Work in the background is counted too, and may still go on. */
export interface Receipt {
  /**
   * Requests to stores, by the name of their RPC, such as `KvGet`; those that look after others' locks
   * included.
   */
  readonly rpcs: Readonly<Record<string, RpcReceipt>>;
  /** Regions that were asked. */
  readonly regions: number;
  /** Timestamps taken from PD. */
  readonly timestamps: number;
  /** Waits before trying again, by reason, such as `txnLock`. */
  readonly retries: Readonly<Partial<Record<BackoffKind, RetryReceipt>>>;
  /** Other transactions in the way. */
  readonly locks: {
    /** Locks of other transactions that stood in the way; one met again counts again. */
    readonly met: number;
    /** Time spent on finding out about them and removing them, without the waits. */
    readonly tookMs: number;
  };
}

/** The parts of a transaction whose time is counted. */
export type Phase =
  | 'latchMs'
  | 'timestampMs'
  | 'prewriteMs'
  | 'commitMs'
  | 'lockMs'
  | 'flushMs'
  | 'flushWaitMs';

/**
 * Counts what the calls of one transaction or snapshot cost. Their deadlines carry it to where the costs
 * arise. Takes what client-go spreads over CommitDetails, LockKeysDetails and SnapshotRuntimeStats
 * (util/execdetails.go, txnkv/txnsnapshot/snapshot.go; parity rows MSC-1, PES-15, SNP-19).
 */
export class Ledger {
  timestamps = 0;
  latchMs = 0;
  timestampMs = 0;
  prewriteMs = 0;
  commitMs = 0;
  lockMs = 0;
  flushMs = 0;
  flushWaitMs = 0;
  /**
   * Keys locked before commit, and those of them that had been written since the transaction read or began.
   */
  lockedKeys = 0;
  lockedWithConflict = 0;
  readonly #clock: Clock;
  #rpcs: RpcTally | undefined;
  #firstRegionId = 0n;
  #regionIds: Set<bigint> | undefined;
  #retries: Map<BackoffKind, { times: number; sleptMs: number }> | undefined;
  #locksMet = 0;
  #locksTookMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  /** An attempt is about to be sent. @returns where it goes on being counted */
  sending(rpc: string, regionId: bigint): RpcTally {
    if (this.#rpcs === undefined) this.#firstRegionId = regionId;
    else if (this.#firstRegionId !== regionId) {
      this.#regionIds ??= new Set([this.#firstRegionId]);
      this.#regionIds.add(regionId);
    }
    const tally = this.#tallyOf(rpc);
    tally.sent++;
    return tally;
  }

  noteRetry(kind: BackoffKind, sleepMs: number): void {
    this.#retries ??= new Map();
    const { times = 0, sleptMs = 0 } = this.#retries.get(kind) ?? {};
    this.#retries.set(kind, { times: times + 1, sleptMs: sleptMs + sleepMs });
  }

  /** @param sinceMs when they were met, by `now` */
  noteLocks(met: number, sinceMs: number): void {
    this.#locksMet += met;
    this.#locksTookMs += this.now() - sinceMs;
  }

  noteLockedKey(hasConflict: boolean): void {
    this.lockedKeys++;
    if (hasConflict) this.lockedWithConflict++;
  }

  /** @param sinceMs when the phase began, by `now` */
  notePhase(phase: Phase, sinceMs: number): void {
    this[phase] += this.now() - sinceMs;
  }

  get receipt(): Receipt {
    const rpcs: Record<string, RpcReceipt> = {};
    for (let tally = this.#rpcs; tally !== undefined; tally = tally.next) rpcs[tally.rpc] = tally.receipt;
    return {
      rpcs,
      regions: this.#regionIds?.size ?? (this.#rpcs === undefined ? 0 : 1),
      timestamps: this.timestamps,
      retries: Object.fromEntries(this.#retries ?? []),
      locks: { met: this.#locksMet, tookMs: this.#locksTookMs },
    };
  }

  /** A chain, since most have one kind or two. */
  #tallyOf(rpc: string): RpcTally {
    let last: RpcTally | undefined;
    for (let tally = this.#rpcs; tally !== undefined; tally = tally.next) {
      if (tally.rpc === rpc) return tally;
      last = tally;
    }
    const added = new RpcTally(rpc);
    if (last === undefined) this.#rpcs = added;
    else last.next = added;
    return added;
  }
}

/** Runs a step and counts its time as that of a phase; without a ledger it only runs it. */
export function timed<Result>(
  ledger: Ledger | undefined,
  phase: Phase,
  step: () => Promise<Result>,
): Promise<Result> {
  if (ledger === undefined) return step();
  const sinceMs = ledger.now();
  // Not `finally`, which makes promises of its own.
  return step().then(
    (result) => {
      ledger.notePhase(phase, sinceMs);
      return result;
    },
    (error: unknown) => {
      ledger.notePhase(phase, sinceMs);
      throw error;
    },
  );
}

/** Counts the requests of one RPC. The wire adds their sizes. */
export class RpcTally {
  readonly rpc: string;
  next: RpcTally | undefined;
  sent = 0;
  #sentBytes = 0;
  #receivedBytes = 0;
  #tookMs = 0;
  #slowestMs = -1;
  #slowestRegionId = 0n;
  #slowestAddress = '';
  #store: StoreTally | undefined;

  constructor(rpc: string) {
    this.rpc = rpc;
  }

  encoded(sizeBytes: number): void {
    this.#sentBytes += sizeBytes;
  }

  answered(sizeBytes: number): void {
    this.#receivedBytes += sizeBytes;
  }

  /** Adds what the store reports about an attempt that it has answered. */
  executed(details: StoreDetails): void {
    this.#store ??= new StoreTally();
    this.#store.add(details);
  }

  /** An attempt has been answered or given up. */
  ended(tookMs: number, regionId: bigint, address: string): void {
    this.#tookMs += tookMs;
    if (tookMs <= this.#slowestMs) return;
    this.#slowestMs = tookMs;
    this.#slowestRegionId = regionId;
    this.#slowestAddress = address;
  }

  get receipt(): RpcReceipt {
    const slowest = {
      tookMs: this.#slowestMs,
      regionId: this.#slowestRegionId,
      address: this.#slowestAddress,
    };
    return {
      sent: this.sent,
      sentBytes: this.#sentBytes,
      receivedBytes: this.#receivedBytes,
      tookMs: this.#tookMs,
      slowest: this.#slowestMs < 0 ? undefined : slowest,
      store: this.#store === undefined ? undefined : { ...this.#store.sum },
    };
  }
}
