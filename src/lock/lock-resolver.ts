import type { AnyActorRef } from 'xstate';
import type { LockResolverOutput, TransactionFate } from '../../machines/lock-resolver.ts';
import { bytesName } from '../model/bytes.ts';
import { LockedError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { CachedRegion } from '../region/cache/cached-region.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { inBranches } from '../retry/in-branches.ts';
import { resolveTransactions } from './batch-resolve.ts';
import {
  isPessimistic,
  type Lock,
  MANAGED_LOCK_TTL_MS,
  type ResolveOptions,
  type ResolveResult,
  type TransactionLocks,
} from './lock.ts';
import type { LockEnvironment } from './lock-environment.ts';
import { Resolution, type ResolutionEnvironment } from './resolution.ts';
import { StatusCache } from './status-cache.ts';

/** Locks of one transaction that a call is looking after. */
export interface Resolving {
  /** The transaction that holds the locks. */
  readonly startTs: Timestamp;
  /** The key whose lock decides the outcome of that transaction. */
  readonly primary: Uint8Array;
  /** The keys on which the call met its locks. */
  readonly keys: readonly Uint8Array[];
  /**
   * The caller that met them: a transaction's start timestamp, a snapshot's timestamp, or 0n where it has
   * none.
   */
  readonly callerStartTs: Timestamp;
  /** What the caller wants: to read, to write, or to clear locks away. */
  readonly mode: ResolveOptions['mode'];
}

interface Resolved extends TransactionLocks {
  readonly output: LockResolverOutput;
}

/** Transactions that one call for garbage collection asks about at once. */
const COLLECTED_AT_ONCE = 64;

/**
 * Looks after the locks of other transactions: finds out what became of each, removes the locks of the dead,
 * and returns how long to wait for the living. Follows client-go's LockResolver
 * (txnkv/txnlock/lock_resolver.go; parity rows LCK-1 to LCK-20).
 */
export class LockResolver {
  readonly #environment: ResolutionEnvironment;
  readonly #cache = new StatusCache();
  readonly #resolving = new Set<Resolution>();

  constructor(environment: LockEnvironment) {
    this.#environment = {
      ...environment,
      resolveInTheWay: (locks, options, backoffer) => this.#resolveInTheWay(locks, options, backoffer),
    };
  }

  /** Locks whose fates calls are finding out or applying now (row LCK-20). */
  get resolving(): readonly Resolving[] {
    return [...this.#resolving].map((resolution) => resolution.summary);
  }

  /**
   * Resolves locks, each transaction by an actor of its own. Afterwards the caller waits for `waitMs`, if
   * that is not 0, and tries again.
   * @throws what stood in the way; locks of other transactions are still looked after
   */
  async resolve(
    locks: readonly Lock[],
    options: ResolveOptions,
    backoffer: Backoffer,
    parent?: AnyActorRef,
  ): Promise<ResolveResult> {
    const ignore: bigint[] = [];
    const access: bigint[] = [];
    let waitMs: number | undefined;
    const { ledger } = backoffer.deadline;
    const sinceMs = ledger?.now() ?? 0;
    let resolved: readonly Resolved[];
    try {
      resolved = await this.#run(groupByPrimary(locks), options, backoffer, parent);
    } finally {
      ledger?.noteLocks(locks.length, sinceMs);
    }
    for (const { startTs, output } of resolved) {
      switch (permission(output, options)) {
        case 'ignore':
          ignore.push(startTs);
          break;
        case 'access':
          access.push(startTs);
          break;
        case 'wait':
          waitMs = Math.min(waitMs ?? Number.POSITIVE_INFINITY, output.waitMs);
          break;
        case 'none':
      }
    }
    return { waitMs: waitMs ?? 0, ignore, access };
  }

  /**
   * Resolves the locks of dead transactions and leaves the others alone.
   * @returns how many locks belong to living transactions
   * @throws as `resolve`
   */
  async resolveDead(locks: readonly Lock[], backoffer: Backoffer): Promise<number> {
    const options = { callerStartTs: 0n, mode: 'write', pessimisticRegion: true } as const;
    let alive = 0;
    for (const { locks: own, output } of await this.#run(groupByPrimary(locks), options, backoffer)) {
      if (output.waitMs > 0) alive += own.length;
    }
    return alive;
  }

  /**
   * For garbage collection: ends the transactions of these locks of one region, alive or not, and resolves
   * all locks they have in that region. Follows client-go's BatchResolveLocks (row LCK-18, scenario S091).
   * @param maxStartTs no transaction that began later is ended; none of the locks given is of one
   * @returns false when the region has moved: its locks have to be looked up again then
   * @throws as `resolve`; ProtocolError when a store does not end a transaction
   */
  async batchResolve(
    locks: readonly Lock[],
    region: CachedRegion,
    maxStartTs: bigint,
    backoffer: Backoffer,
  ): Promise<boolean> {
    const options = { callerStartTs: 0n, mode: 'collect', maxStartTs, appliedByCaller: true } as const;
    const groups = groupByPrimary(locks);
    const fates = new Map<bigint, TransactionFate>();
    for (let from = 0; from < groups.length; from += COLLECTED_AT_ONCE) {
      const some = groups.slice(from, from + COLLECTED_AT_ONCE);
      for (const ended of await this.#run(some, options, backoffer)) {
        const { fate } = ended.output;
        if (fate !== undefined && !ended.isPessimistic) fates.set(ended.startTs, fate);
      }
    }
    return resolveTransactions(this.#environment, region, fates, backoffer);
  }

  /**
   * Finds out how a transaction ended, and makes sure that it ends: living locks are waited for, an expired
   * primary is rolled back, and a primary without a trace can never commit afterwards.
   * @throws ResolveLockTimeoutError when it lives longer than the budget, and what stood in the way
   */
  async settle(startTs: bigint, primary: Uint8Array, backoffer: Backoffer): Promise<TransactionFate> {
    const lock: Lock = {
      key: primary,
      primary,
      startTs,
      ttlMs: BigInt(MANAGED_LOCK_TTL_MS),
      txnSize: 1n,
      kind: 'put',
      useAsyncCommit: false,
      forUpdateTs: 0n,
      minCommitTs: 0n,
    };
    for (;;) {
      const options = { callerStartTs: 0n, mode: 'write', lite: true, primaryIsClaimed: true } as const;
      const claimed = { startTs, primary, isPessimistic: false, locks: [lock] } as const;
      const { fate, waitMs } = await this.#runOne(claimed, options, backoffer);
      if (fate !== undefined) return fate;
      await backoffer.sleep('txnLock', new LockedError(primary, startTs), waitMs);
    }
  }

  /** Garbage collection ends transactions as old as what it collects, and waits for the others. */
  async #resolveInTheWay(
    locks: readonly Lock[],
    options: ResolveOptions,
    backoffer: Backoffer,
  ): Promise<ResolveResult> {
    let others = locks;
    if (options.mode === 'collect') {
      const { maxStartTs } = options;
      const isEnded = ({ startTs }: Lock) => startTs <= maxStartTs;
      await this.resolve(
        locks.filter(isEnded),
        { callerStartTs: 0n, mode: 'collect', maxStartTs },
        backoffer,
      );
      others = locks.filter((lock) => !isEnded(lock));
    }
    return this.resolve(others, { callerStartTs: 0n, mode: 'write' }, backoffer);
  }

  async #run(
    groups: readonly TransactionLocks[],
    options: ResolveOptions,
    backoffer: Backoffer,
    parent?: AnyActorRef,
  ): Promise<readonly Resolved[]> {
    return inBranches(groups, backoffer, async (group, own) => {
      const { startTs, locks } = group;
      this.#environment.events.emit('lock.met', { startTs, keys: locks.length, by: options.mode });
      return { ...group, output: await this.#runOne(group, options, own, parent) };
    });
  }

  async #runOne(
    locks: TransactionLocks,
    options: ResolveOptions,
    backoffer: Backoffer,
    parent?: AnyActorRef,
  ): Promise<LockResolverOutput> {
    const resolution = new Resolution(this.#environment, this.#cache, locks, options, backoffer);
    this.#resolving.add(resolution);
    try {
      const output = await resolution.run(parent);
      this.#announce(locks.startTs, output.fate);
      return output;
    } finally {
      this.#resolving.delete(resolution);
    }
  }

  #announce(startTs: bigint, fate: TransactionFate | undefined): void {
    if (fate === undefined) return;
    const commitTs = fate.kind === 'committed' ? fate.commitTs : undefined;
    this.#environment.events.emit('lock.resolved', { startTs, outcome: fate.kind, commitTs });
  }
}

/** What a read may do about a transaction's locks (row LCK-9, scenarios S076 and S077). */
function permission(
  output: LockResolverOutput,
  options: ResolveOptions,
): 'ignore' | 'access' | 'wait' | 'none' {
  const { fate } = output;
  if (options.mode !== 'read') return output.waitMs > 0 ? 'wait' : 'none';
  if (fate === undefined) return output.pushed ? 'ignore' : 'wait';
  if (fate.kind === 'rolledBack' || fate.commitTs > options.callerStartTs) return 'ignore';
  return 'access';
}

/** A transaction that changed its primary half-way is judged by each primary separately (scenario S054). */
function groupByPrimary(locks: readonly Lock[]): readonly TransactionLocks[] {
  const groups = new Map<string, TransactionLocks & { readonly locks: [Lock, ...Lock[]] }>();
  for (const lock of locks) {
    const { startTs, primary } = lock;
    const id = `${startTs} ${isPessimistic(lock)} ${bytesName(primary)}`;
    const group = groups.get(id);
    if (group !== undefined) group.locks.push(lock);
    else groups.set(id, { startTs, primary, isPessimistic: isPessimistic(lock), locks: [lock] });
  }
  return [...groups.values()];
}
