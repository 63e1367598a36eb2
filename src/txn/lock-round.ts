import { type Lock, toLock } from '../lock/lock.ts';
import { asTikvError, ProtocolError, type TikvError, WriteConflictError } from '../model/errors.ts';
import { backOffMoved } from '../region/send-by-key.ts';
import { Backoffer } from '../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import { type Batch, groupMutations } from './group-mutations.ts';
import { toKeyError } from './key-errors.ts';
import { readLockAnswer } from './lock-answer.ts';
import type { Grant, LockCall } from './lock-call.ts';
import { isFair, pessimisticLockRequest, type RoundTerms } from './pessimistic-lock-request.ts';
import { PhaseDeadline } from './phase-deadline.ts';
import { runBatches } from './run-batches.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';

/** A key that is to be locked, and what requests for it may have left. */
export interface WantedKey {
  readonly key: Uint8Array;
  grant: Grant | undefined;
  wasSent: boolean;
  /** A request for it was sent whose answer never came. */
  wasLost: boolean;
  mayBeLocked: boolean;
  /** Until when, by the clock, the store may still hand the key to a request that waits for it; 0 when it will not. */
  grantableUntilMs: number;
}

/** A key for which nothing was sent. */
export function unasked(key: Uint8Array): WantedKey {
  return {
    key,
    grant: undefined,
    wasSent: false,
    wasLost: false,
    mayBeLocked: false,
    grantableUntilMs: 0,
  };
}

/** What came of the requests of one round; what was granted stands at the keys. */
export interface RoundReport {
  /** The first lock of others that was met. */
  readonly holder: Pick<Lock, 'key' | 'startTs'> | undefined;
  /** Those to look into. */
  readonly locks: readonly Lock[];
  /** There are others, whose holders are surely alive. */
  readonly meetsLiving: boolean;
  readonly conflict: WriteConflictError | undefined;
  readonly deadlock: kvrpcpb.Deadlock.Decoded | undefined;
  /** Why keys cannot be had, whatever else there is. */
  readonly error: TikvError | undefined;
}

/** A holder whose lock changed so lately is alive: nobody need look into it (client-go's skipResolveThresholdMs). */
const YOUNG_LOCK_MS = 300n;

/**
 * Asks for the locks on keys, region by region, and again where regions move. Requests are answered when their keys are
 * locked, or when the store has waited long enough for others. Once a key cannot be had, requests of the same round end.
 * Never rejects, and returns when none is under way.
 *
 * @param primaryOnly just the request that the primary belongs to
 */
export async function lockRound(
  environment: TransactionEnvironment,
  call: LockCall,
  wanted: readonly WantedKey[],
  terms: RoundTerms,
  primaryOnly: boolean,
  backoffer: Backoffer,
): Promise<RoundReport> {
  return new LockRound(environment, call, terms, backoffer).run(wanted, primaryOnly);
}

class LockRound {
  readonly #environment: TransactionEnvironment;
  readonly #call: LockCall;
  readonly #terms: RoundTerms;
  readonly #backoffer: Backoffer;
  readonly #locks: Lock[] = [];
  #phase: PhaseDeadline | undefined;
  #holder: Pick<Lock, 'key' | 'startTs'> | undefined;
  #meetsLiving = false;
  #conflict: WriteConflictError | undefined;
  #deadlock: kvrpcpb.Deadlock.Decoded | undefined;
  #error: TikvError | undefined;

  constructor(environment: TransactionEnvironment, call: LockCall, terms: RoundTerms, backoffer: Backoffer) {
    this.#environment = environment;
    this.#call = call;
    this.#terms = terms;
    this.#backoffer = backoffer;
  }

  async run(wanted: readonly WantedKey[], primaryOnly: boolean): Promise<RoundReport> {
    try {
      const batches = await this.#group(wanted, this.#backoffer);
      await this.#lockBatches(primaryOnly ? batches.slice(0, 1) : batches, this.#backoffer);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#phase?.release();
    }
    return {
      holder: this.#holder,
      locks: this.#locks,
      meetsLiving: this.#meetsLiving,
      conflict: this.#conflict,
      deadlock: this.#deadlock,
      error: this.#error,
    };
  }

  /** The batch of the primary comes first. */
  #group(wanted: readonly WantedKey[], backoffer: Backoffer): Promise<readonly Batch<WantedKey>[]> {
    const { cache } = this.#environment.regions;
    return groupMutations(cache, wanted, this.#terms.primary, ({ key }) => key.length, backoffer);
  }

  async #lockBatches(batches: readonly Batch<WantedKey>[], backoffer: Backoffer): Promise<void> {
    if (batches.length === 1) return this.#lockBatch(batches[0] as Batch<WantedKey>, backoffer);
    const { deadlines, limits, runtime } = this.#environment;
    this.#phase ??= new PhaseDeadline(deadlines, this.#call.deadline);
    const { deadline } = this.#phase;
    await runBatches(batches, limits.commitConcurrency, async (batch) => {
      if (this.#phase?.isCancelled) {
        // Without a failure it was the caller who ended the phase.
        this.#error ??= this.#call.deadline.error('waiting for a lock');
        return;
      }
      const own = new Backoffer(runtime, { deadline, budgetMs: backoffer.budgetMs });
      own.merge(backoffer);
      await this.#lockBatch(batch, own);
      backoffer.merge(own);
    });
  }

  async #lockBatch({ region, mutations: wanted }: Batch<WantedKey>, backoffer: Backoffer): Promise<void> {
    const call = this.#call;
    const keys = wanted.map(({ key }) => key);
    // Only a request of one key is granted when it is woken.
    const { waitLeftMs } = this.#terms;
    const waits = isFair(call, keys.length) && waitLeftMs > 0;
    for (const each of wanted) {
      each.grantableUntilMs = waits ? this.#environment.runtime.clock.now() + waitLeftMs : 0;
      each.mayBeLocked = true;
    }
    const wasSent = wanted.some((each) => each.wasSent);
    try {
      const result = await this.#environment.regions.send({
        rpc: tikvRpcs.kvPessimisticLock,
        request: pessimisticLockRequest(call, keys, this.#terms),
        region,
        timeoutMs: RPC_TIMEOUT_MS.short,
        executionLimitMs: MAX_WRITE_EXECUTION_MS,
        backoffer,
        resend: wasSent,
      });
      for (const each of wanted) {
        each.wasSent ||= result.attempts > 0;
        each.wasLost ||= result.lost !== undefined;
        each.mayBeLocked = each.wasLost;
      }
      if (result.kind === 'failed') throw result.error;
      if (result.kind === 'moved') {
        await backOffMoved(result, backoffer);
        return await this.#lockBatches(await this.#group(wanted, backoffer), backoffer);
      }
      const { response } = result;
      const wasAsked = wasSent || result.attempts > 1 || result.lost !== undefined;
      const grants = readLockAnswer(call, keys, this.#terms.forUpdateTs, response, wasAsked);
      if (grants === undefined) {
        return this.#read(
          response.errors,
          wanted.some(({ wasLost }) => wasLost),
        );
      }
      for (const [index, each] of wanted.entries()) {
        each.grant = grants[index];
        each.mayBeLocked ||= each.grant?.isLocked === true;
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Without any, the store has waited in vain and says nothing of the holder. */
  #read(errors: readonly kvrpcpb.KeyError.Decoded[], isRepeated: boolean): void {
    if (errors.length === 0) this.#meetsLiving = true;
    for (const error of errors) {
      if (error.locked !== undefined) this.#meet(error.locked, isRepeated);
      else if (error.deadlock !== undefined) this.#deadlock = error.deadlock;
      else {
        const failure = toKeyError(error);
        if (failure instanceof WriteConflictError && failure.reason !== 'selfRolledBack')
          this.#conflict = failure;
        else this.#fail(failure);
      }
    }
  }

  #meet(info: kvrpcpb.LockInfo.Decoded, isRepeated: boolean): void {
    // Of a shared lock its holders count, each of which has a lock of its own (parity row SHR-4).
    const infos = info.sharedLockInfos.length > 0 ? info.sharedLockInfos : [info];
    for (const each of infos) {
      const lock = toLock(each);
      if (lock.startTs === this.#terms.startTs) {
        // A request whose answer was lost went on waiting beside this one, and has got the key: it is asked for again.
        if (isRepeated) {
          this.#meetsLiving = true;
          continue;
        }
        throw new ProtocolError(`Transaction ${lock.startTs} was told that its own lock is in its way`);
      }
      this.#holder ??= lock;
      const { durationToLastUpdateMs: ageMs } = each;
      if (ageMs > 0n && ageMs < YOUNG_LOCK_MS) this.#meetsLiving = true;
      else this.#locks.push(lock);
    }
  }

  #fail(cause: unknown): void {
    this.#error ??= this.#call.deadline.error('waiting for a lock') ?? asTikvError(cause);
    this.#phase?.cancel();
  }
}
