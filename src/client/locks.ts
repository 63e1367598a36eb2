import type { Lock } from '../lock/lock.ts';
import type { Resolving } from '../lock/lock-resolver.ts';
import { scanLocks } from '../lock/scan-locks.ts';
import { type SweepResult, sweepLocks } from '../lock/sweep-locks.ts';
import { UsageError } from '../model/errors.ts';
import { type RangeInput, toRange } from '../model/keys.ts';
import type { KeyRange } from '../model/region.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { ClientCore } from './client-core.ts';
import { guardVerbs } from './guard-verbs.ts';
import { checkOptions } from './options/check-options.ts';
import { rules } from './options/option-rules.ts';
import { toVerbOptions, type VerbOptions } from './options/verb-options.ts';
import { INSPECT, shown } from './shown.ts';

/** Which locks: those of a prefix, or from a start (included) to an end (not included), or all of them. */
export interface LockScanOptions extends RangeInput, VerbOptions {
  /**
   * Only locks of transactions that began at this timestamp or before. Default: a fresh timestamp, so all.
   */
  readonly maxStartTs?: Timestamp | undefined;
}

/** Which locks to look after, and whether also those of the living. */
export interface LockResolveOptions extends LockScanOptions {
  /**
   * Also removes the locks of live transactions, of every client: what they have prewritten can no longer be
   * committed. A pessimistic transaction that has only locked keys can still commit if nobody has written the
   * keys meanwhile. Needs `maxStartTs`. Default false.
   */
  readonly force?: boolean | undefined;
}

/** A lock that a transaction holds on a key. */
export interface HeldLock {
  /** The key it is on. */
  readonly key: Uint8Array;
  /** The key whose lock decides the outcome of the transaction. */
  readonly primary: Uint8Array;
  /** The transaction's start timestamp, which is its identity. */
  readonly startTs: Timestamp;
  /** How long the lock lives, counted from `startTs`, in milliseconds. Its owner may extend it. */
  readonly ttlMs: number;
  /**
   * What is to be written: a value or a deletion; or `lock` or `pessimistic` for a key that is only locked,
   * at prewrite or before it.
   */
  readonly kind: 'put' | 'delete' | 'lock' | 'pessimistic';
  /** Whether the transaction commits with its last lock. */
  readonly asyncCommit: boolean;
  /** The timestamp of the last pessimistic lock on the key; 0 when there was none. */
  readonly forUpdateTs: Timestamp;
  /** The transaction cannot commit at an earlier timestamp; 0 when unknown. */
  readonly minCommitTs: Timestamp;
}

const RANGE_RULES = {
  prefix: rules.bytes,
  start: rules.bytes,
  end: rules.bytes,
  maxStartTs: rules.timestamp,
};
const RESOLVE_RULES = { ...RANGE_RULES, force: rules.flag };

/**
 * The locks of transactions: `tikv.locks`. Transactions handle them by themselves; this is for inspection and
 * repair.
 */
export class Locks {
  readonly #core: ClientCore;

  static {
    guardVerbs(Locks, (object) => #core in object, {
      promised: ['resolve'],
      direct: ['scan', 'resolving'],
    });
  }

  /** @internal */
  constructor(core: ClientCore) {
    this.#core = core;
  }

  /**
   * The locks of a range in key order, read page by page during the iteration. `timeoutMs` is for each page.
   * @throws UsageError at once; while iterating, FutureTimestampError and the errors of PD and stores
   */
  scan(options?: LockScanOptions): AsyncGenerator<HeldLock, void, undefined> {
    checkOptions('locks.scan', options, RANGE_RULES);
    const range = this.#toRange(options);
    const core = this.#core;
    const given = options?.maxStartTs;
    const maxStartTs = (deadline: Deadline) => this.#maxStartTs(given, deadline);
    const ofPages = toVerbOptions(options);
    return (async function* () {
      const { regions } = core.parts;
      const ts = await core.run(ofPages, maxStartTs);
      for (let left: KeyRange | undefined = range; left !== undefined; ) {
        const here: KeyRange = left;
        const { locks, rest } = await core.run(ofPages, (deadline) =>
          scanLocks(regions, here, ts, core.backoffer(deadline, 'rangeTask')),
        );
        yield* locks.map(toHeldLock);
        left = rest;
      }
    })();
  }

  /**
   * Resolves the locks of a range: locks of committed transactions become values, expired locks of others are
   * removed. With `force` no lock is left, not even of live transactions.
   * @returns how many locks were resolved, and how many were left because their transactions are alive
   * @throws UsageError, FutureTimestampError, DeadlineError, AbortedError, ClosedError, and the errors of PD
   * and stores; locks met before that are resolved
   */
  async resolve(options?: LockResolveOptions): Promise<SweepResult> {
    checkOptions('locks.resolve', options, RESOLVE_RULES);
    const { force = false, maxStartTs: given } = options ?? {};
    if (force && given === undefined) {
      throw new UsageError('locks.resolve: force needs maxStartTs, so that no newer transaction is ended');
    }
    const range = this.#toRange(options);
    return this.#core.run(options, async (deadline) => {
      const maxStartTs = await this.#maxStartTs(given, deadline);
      const { locks, regions } = this.#core.parts;
      return sweepLocks(locks, regions, { range, maxStartTs, force }, () =>
        this.#core.backoffer(deadline, 'rangeTask'),
      );
    });
  }

  /** Locks of other transactions that calls of this client are resolving now. */
  resolving(): readonly Resolving[] {
    return this.#core.parts.locks.resolving;
  }

  /** What logs may show of it. */
  toJSON(): Record<string, unknown> {
    return { resolving: this.resolving().length };
  }

  /** @internal */
  [INSPECT](): string {
    return shown(this);
  }

  #toRange(options: LockScanOptions | undefined): KeyRange {
    const range = toRange(options ?? {}, this.#core.maxKeyBytes);
    this.#core.use('transactional');
    return range;
  }

  /** Checked, since a timestamp that PD has not given yet would make stores stop (scenario S106). */
  async #maxStartTs(given: Timestamp | undefined, deadline: Deadline): Promise<Timestamp> {
    if (given === undefined) return this.#core.timestamps.timestamp(deadline);
    await this.#core.checkGiven(given, deadline);
    return given;
  }
}

function toHeldLock(lock: Lock): HeldLock {
  const { key, primary, startTs, kind, useAsyncCommit, forUpdateTs, minCommitTs } = lock;
  return {
    key,
    primary,
    startTs,
    ttlMs: Number(lock.ttlMs),
    kind: kind === 'sharedPessimistic' ? 'pessimistic' : kind,
    asyncCommit: useAsyncCommit,
    forUpdateTs,
    minCommitTs,
  };
}
