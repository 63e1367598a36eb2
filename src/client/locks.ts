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
import { INSPECT, shown } from './shown.ts';
import { checkOptions, rules, toVerbOptions, type VerbOptions } from './verb-options.ts';

/** Which locks. Give a prefix, or a start (included) and an end (not included), or nothing for all. */
export interface LockScanOptions extends RangeInput, VerbOptions {
  /** Only locks of transactions that began then or before. Default: a fresh timestamp, so all. */
  readonly maxStartTs?: Timestamp | undefined;
}

export interface LockResolveOptions extends LockScanOptions {
  /**
   * The locks of transactions that are alive go too, in every client, and what they have prewritten can no longer be
   * committed. A pessimistic transaction that had only locked can commit still, where nobody has written its keys
   * meanwhile. Needs `maxStartTs`. Default false.
   */
  readonly force?: boolean | undefined;
}

/** A lock that a transaction holds on a key. */
export interface HeldLock {
  readonly key: Uint8Array;
  /** The key that tells how the transaction ends. */
  readonly primary: Uint8Array;
  /** The transaction's start timestamp, which is its identity. */
  readonly startTs: Timestamp;
  /** How long it lives from its start timestamp on, in milliseconds. Whoever holds it may prolong that. */
  readonly ttlMs: number;
  /** What will be written, or that the key was locked only, with or without an intent to write. */
  readonly kind: 'put' | 'delete' | 'lock' | 'pessimistic';
  /** Whether the transaction commits with its last lock. */
  readonly asyncCommit: boolean;
  /** The timestamp at which it was locked pessimistically last; 0 when it was not. */
  readonly forUpdateTs: Timestamp;
  /** The transaction cannot commit before; 0 when nothing is known. */
  readonly minCommitTs: Timestamp;
}

const RANGE_RULES = {
  prefix: rules.bytes,
  start: rules.bytes,
  end: rules.bytes,
  maxStartTs: rules.timestamp,
};
const RESOLVE_RULES = { ...RANGE_RULES, force: rules.flag };

/** The locks of transactions: `tikv.locks`. Transactions look after them by themselves; this is to look and to mend. */
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
   * The locks of a range in key order, while they are read page by page. `timeoutMs` is for each page.
   * @throws UsageError at once; while iterating FutureTimestampError, and what PD and stores fail with
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
   * Resolves the locks of a range: those of transactions that were committed become values, those of others that have
   * expired go. With `force` none is left, those of transactions that are alive included.
   * @returns how many locks are gone, and how many were left to transactions that are alive
   * @throws UsageError, FutureTimestampError, DeadlineError, AbortedError, ClosedError, and what PD and stores fail
   * with; locks met before are resolved then
   */
  async resolve(options?: LockResolveOptions): Promise<SweepResult> {
    checkOptions('locks.resolve', options, RESOLVE_RULES);
    const { force = false, maxStartTs: given } = options ?? {};
    if (force && given === undefined) {
      throw new UsageError(
        'locks.resolve: with force give maxStartTs, so that no newer transaction is ended',
      );
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

  /** Locks of others that calls of this client are looking after now: whose fate they ask, or apply. */
  resolving(): readonly Resolving[] {
    return this.#core.parts.locks.resolving;
  }

  /** What may be logged of it. */
  toJSON(): Record<string, unknown> {
    return { resolving: this.resolving().length };
  }

  [INSPECT](): string {
    return shown(this);
  }

  #toRange(options: LockScanOptions | undefined): KeyRange {
    const range = toRange(options ?? {}, this.#core.scanLimits.maxKeyBytes);
    this.#core.use('transactional');
    return range;
  }

  /** A timestamp that PD has not given yet would make stores stop (scenario S106). */
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
