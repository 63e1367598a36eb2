import type { AnyActorRef } from 'xstate';
import type { LockResolverOutput, TransactionFate } from '../../machines/lock-resolver.ts';
import { bytesName } from '../model/bytes.ts';
import { LockedError } from '../model/errors.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { isPessimistic, type Lock, type ResolveOptions, type ResolveResult } from './lock.ts';
import type { LockEnvironment } from './lock-environment.ts';
import { Resolution } from './resolution.ts';
import { StatusCache } from './status-cache.ts';

/**
 * Looks after the locks of other transactions: finds out what became of each, cleans up behind the dead and tells
 * how long to wait for the living. Follows client-go's LockResolver.resolveLocks (parity rows LCK-1 to LCK-15).
 */
export class LockResolver {
  readonly #environment: LockEnvironment;
  readonly #cache = new StatusCache();

  constructor(environment: LockEnvironment) {
    this.#environment = environment;
  }

  /**
   * Resolves locks, each transaction by an actor of its own. After it, the caller waits for `waitMs` if that is not
   * 0, and tries again.
   * @throws what stood in the way; locks of other transactions are still looked after
   */
  async resolve(
    locks: readonly Lock[],
    options: ResolveOptions,
    backoffer: Backoffer,
    parent?: AnyActorRef,
  ): Promise<ResolveResult> {
    const groups = groupByPrimary(locks);
    const ends = await Promise.allSettled(
      groups.map(async (group) => {
        const own = groups.length === 1 ? backoffer : backoffer.fork();
        const resolution = new Resolution(this.#environment, this.#cache, group, options, own);
        const { startTs } = resolution;
        this.#environment.events.emit('lock.met', { startTs, keys: group.length, by: options.mode });
        const output = await resolution.run(parent);
        this.#announce(startTs, output.fate);
        if (own !== backoffer) backoffer.merge(own);
        return { startTs, output };
      }),
    );
    const ignore: bigint[] = [];
    const access: bigint[] = [];
    let waitMs: number | undefined;
    for (const end of ends) {
      if (end.status === 'rejected') throw end.reason;
      const { startTs, output } = end.value;
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
   * Finds out how a transaction ended, and makes sure that it ends: locks that live on are waited for, an expired
   * primary is rolled back, and one without a trace can never commit afterwards.
   * @throws ResolveLockTimeoutError when it lives longer than the budget, and what stood in the way
   */
  async settle(startTs: bigint, primary: Uint8Array, backoffer: Backoffer): Promise<TransactionFate> {
    const lock: Lock = {
      key: primary,
      primary,
      startTs,
      ttlMs: LONGEST_LOCK_TTL_MS,
      txnSize: 1n,
      kind: 'put',
      useAsyncCommit: false,
      forUpdateTs: 0n,
      minCommitTs: 0n,
    };
    for (;;) {
      const options = { callerStartTs: 0n, mode: 'write', lite: true } as const;
      const { fate, waitMs } = await new Resolution(
        this.#environment,
        this.#cache,
        [lock],
        options,
        backoffer,
      ).run(undefined);
      if (fate !== undefined) {
        this.#announce(startTs, fate);
        return fate;
      }
      await backoffer.sleep('txnLock', new LockedError(primary, startTs), waitMs);
    }
  }

  #announce(startTs: bigint, fate: TransactionFate | undefined): void {
    if (fate === undefined) return;
    const commitTs = fate.kind === 'committed' ? fate.commitTs : undefined;
    this.#environment.events.emit('lock.resolved', { startTs, outcome: fate.kind, commitTs });
  }
}

/** The longest time a lock of one commit lives without being renewed, in milliseconds (client-go's ManagedLockTTL). */
const LONGEST_LOCK_TTL_MS = 20_000n;

/** What a read may do about a transaction's locks (row LCK-9, scenarios S076 and S077). */
function permission(
  output: LockResolverOutput,
  options: ResolveOptions,
): 'ignore' | 'access' | 'wait' | 'none' {
  const { fate } = output;
  if (options.mode === 'write') return output.waitMs > 0 ? 'wait' : 'none';
  if (fate === undefined) return output.pushed ? 'ignore' : 'wait';
  if (fate.kind === 'rolledBack' || fate.commitTs > options.callerStartTs) return 'ignore';
  return 'access';
}

/** A transaction that chose another primary half-way is judged by each of them apart (scenario S054). */
function groupByPrimary(locks: readonly Lock[]): readonly (readonly Lock[])[] {
  const groups = new Map<string, Lock[]>();
  for (const lock of locks) {
    const id = `${lock.startTs} ${isPessimistic(lock)} ${bytesName(lock.primary)}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [lock]);
    else group.push(lock);
  }
  return [...groups.values()];
}
