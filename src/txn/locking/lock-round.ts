import { type Lock, toLock } from '../../lock/lock.ts';
import { asTikvError, ProtocolError, type TikvError, WriteConflictError } from '../../model/errors.ts';
import type { RegionResult } from '../../region/request/region-call.ts';
import type { RegionClient } from '../../region/request/region-client.ts';
import { backOffMoved } from '../../region/send-by-key.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { type Batch, groupInOneRegion, groupMutations } from '../commit/group-mutations.ts';
import { PhaseDeadline } from '../commit/phase-deadline.ts';
import { runBatches } from '../commit/run-batches.ts';
import { toKeyError } from '../key-errors.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import { readLockAnswer } from './lock-answer.ts';
import type { Grant, LockCall } from './lock-call.ts';
import { isFair, pessimisticLockRequest, type RoundTerms } from './pessimistic-lock-request.ts';

/** A key to be locked, and what requests for it may have left behind. */
export interface WantedKey {
  readonly key: Uint8Array;
  grant: Grant | undefined;
  wasSent: boolean;
  /** A request for it was sent, and its answer never came. */
  wasLost: boolean;
  mayBeLocked: boolean;
  /**
   * The longest time that a store was asked to let a fair request wait, whose key it may lock at a later
   * timestamp; undefined when there was no such request.
   */
  storeWaitMs: number | undefined;
}

/** A key for which nothing was sent. */
export function unasked(key: Uint8Array): WantedKey {
  return {
    key,
    grant: undefined,
    wasSent: false,
    wasLost: false,
    mayBeLocked: false,
    storeWaitMs: undefined,
  };
}

/** How the requests of one round ended; what was granted is noted with the keys. */
export interface RoundReport {
  /** The first lock of others that was met. */
  readonly holder: Pick<Lock, 'key' | 'startTs'> | undefined;
  /** Locks whose transactions may be dead. */
  readonly locks: readonly Lock[];
  /** Other locks were met whose holders are certainly alive. */
  readonly meetsLiving: boolean;
  readonly conflict: WriteConflictError | undefined;
  readonly deadlock: kvrpcpb.Deadlock.Decoded | undefined;
  /** Why keys cannot be locked, whatever else was met. */
  readonly error: TikvError | undefined;
}

/**
 * A holder whose lock changed this recently is alive: it need not be resolved (client-go's
 * skipResolveThresholdMs).
 */
const YOUNG_LOCK_MS = 300n;

/** What all requests of one round have in common. */
export interface Round {
  readonly environment: Pick<TransactionEnvironment, 'deadlines' | 'limits'>;
  readonly regions: RegionClient;
  readonly call: LockCall;
  readonly terms: RoundTerms;
  readonly backoffer: Backoffer;
  /** Locks of the transaction itself, which it is releasing, may be in the way. */
  readonly mayMeetOwn: boolean;
}

type LockAnswer = RegionResult<kvrpcpb.PessimisticLockResponse.Decoded>;

const keyLength = ({ key }: WantedKey) => key.length;

/**
 * Asks for the locks on keys, region by region, and again where regions move. Requests are answered when
 * their keys are locked, or when the store has waited long enough for others. Once a key cannot be locked,
 * the other requests of the round end.
 *
 * @param primaryOnly send only the request with the primary, also when its region was split and the request
 * gets smaller
 * @param done called once, maybe before this returns; no request is under way then
 */
export function lockRound(
  round: Round,
  wanted: readonly WantedKey[],
  primaryOnly: boolean,
  done: (report: RoundReport) => void,
): void {
  new LockRound(round, primaryOnly).run(wanted, done);
}

class LockRound {
  readonly #round: Round;
  readonly #primaryOnly: boolean;
  readonly #locks: Lock[] = [];
  #phase: PhaseDeadline | undefined;
  #holder: Pick<Lock, 'key' | 'startTs'> | undefined;
  #meetsLiving = false;
  #conflict: WriteConflictError | undefined;
  #deadlock: kvrpcpb.Deadlock.Decoded | undefined;
  #error: TikvError | undefined;

  constructor(round: Round, primaryOnly: boolean) {
    this.#round = round;
    this.#primaryOnly = primaryOnly;
  }

  run(wanted: readonly WantedKey[], done: (report: RoundReport) => void): void {
    const { regions, terms, backoffer } = this.#round;
    const ended = () => done(this.#report());
    const batches = groupInOneRegion(regions.cache, wanted, terms.primary, keyLength);
    if (batches === undefined) void this.#groupAndLock(wanted, backoffer).then(ended);
    else this.#lockBatches(batches, backoffer, ended);
  }

  #report(): RoundReport {
    this.#phase?.release();
    return {
      holder: this.#holder,
      locks: this.#locks,
      meetsLiving: this.#meetsLiving,
      conflict: this.#conflict,
      deadlock: this.#deadlock,
      error: this.#error,
    };
  }

  async #groupAndLock(wanted: readonly WantedKey[], backoffer: Backoffer): Promise<void> {
    try {
      await this.#sendBatches(await this.#group(wanted, backoffer), backoffer);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The batch of the primary comes first. */
  #group(wanted: readonly WantedKey[], backoffer: Backoffer): Promise<readonly Batch<WantedKey>[]> {
    const { regions, terms } = this.#round;
    return groupMutations(regions.cache, wanted, terms.primary, keyLength, backoffer);
  }

  #sendBatches(batches: readonly Batch<WantedKey>[], backoffer: Backoffer): Promise<void> {
    return new Promise((resolve) => this.#lockBatches(batches, backoffer, resolve));
  }

  #lockBatches(batches: readonly Batch<WantedKey>[], backoffer: Backoffer, done: () => void): void {
    if (this.#primaryOnly || batches.length === 1) {
      this.#lockBatch(batches[0] as Batch<WantedKey>, backoffer, done);
      return;
    }
    const { environment, call } = this.#round;
    this.#phase ??= new PhaseDeadline(environment.deadlines, call.deadline);
    const { deadline } = this.#phase;
    const run = async (batch: Batch<WantedKey>) => {
      if (this.#phase?.isCancelled) {
        // Without a failure, the caller has ended the phase.
        this.#error ??= call.deadline.error('waiting for a lock');
        return;
      }
      const own = backoffer.fork(deadline);
      await this.#sendBatches([batch], own);
      backoffer.merge(own);
    };
    void runBatches(batches, environment.limits.commitConcurrency, run).then(done);
  }

  /** For most requests the first answer is final, and no promise is made for them. */
  #lockBatch({ region, mutations: wanted }: Batch<WantedKey>, backoffer: Backoffer, done: () => void): void {
    const { regions, call, terms } = this.#round;
    const keys = wanted.map(({ key }) => key);
    // Only a request for one key can be granted when it is woken, or locked with a conflict.
    const mayBeLater = isFair(call, keys.length);
    let wasSent = false;
    for (const each of wanted) {
      if (mayBeLater) each.storeWaitMs = Math.max(each.storeWaitMs ?? 0, terms.waitLeftMs);
      each.mayBeLocked = true;
      wasSent ||= each.wasSent;
    }
    const ended = (result: LockAnswer) => {
      for (const each of wanted) {
        each.wasSent ||= result.attempts > 0;
        each.wasLost ||= result.lost !== undefined;
        each.mayBeLocked = each.wasLost;
      }
      if (result.kind === 'moved') {
        void this.#follow(wanted, result, backoffer).then(done);
        return;
      }
      try {
        this.#answered(wanted, keys, wasSent, result);
      } catch (error) {
        // After a malformed answer nobody knows what is locked.
        if (result.kind === 'succeeded') for (const each of wanted) each.mayBeLocked = true;
        this.#fail(error);
      }
      done();
    };
    regions.sendTo(
      {
        rpc: tikvRpcs.kvPessimisticLock,
        request: pessimisticLockRequest(call, keys, terms),
        region,
        timeoutMs: RPC_TIMEOUT_MS.short,
        executionLimitMs: MAX_WRITE_EXECUTION_MS,
        backoffer,
        resend: wasSent,
      },
      ended,
    );
  }

  async #follow(
    wanted: readonly WantedKey[],
    moved: Extract<LockAnswer, { kind: 'moved' }>,
    backoffer: Backoffer,
  ): Promise<void> {
    try {
      await backOffMoved(moved, backoffer);
    } catch (error) {
      this.#fail(error);
      return;
    }
    await this.#groupAndLock(wanted, backoffer);
  }

  #answered(
    wanted: readonly WantedKey[],
    keys: readonly Uint8Array[],
    wasSent: boolean,
    result: Exclude<LockAnswer, { kind: 'moved' }>,
  ): void {
    if (result.kind === 'failed') throw result.error;
    const { call, terms } = this.#round;
    const { response } = result;
    const wasAsked = wasSent || result.attempts > 1 || result.lost !== undefined;
    const grants = readLockAnswer(call, keys, terms.forUpdateTs, response, wasAsked);
    if (grants === undefined) {
      this.#noteErrors(
        response.errors,
        wanted.some(({ wasLost }) => wasLost),
      );
      return;
    }
    for (const [index, each] of wanted.entries()) {
      each.grant = grants[index];
      each.mayBeLocked ||= each.grant?.isLocked === true;
    }
  }

  /** Without errors, the store has waited in vain and reports no holder. */
  #noteErrors(errors: readonly kvrpcpb.KeyError.Decoded[], isRepeated: boolean): void {
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
    // For a shared lock its holders count, each of which has a lock of its own (parity row SHR-4).
    const infos = info.sharedLockInfos.length > 0 ? info.sharedLockInfos : [info];
    for (const each of infos) {
      const lock = toLock(each);
      if (lock.startTs === this.#round.terms.startTs) {
        // From a request whose answer was lost: it went on waiting next to this one, and has locked the key,
        // which is requested again. Or from an earlier call, whose locks are being released.
        if (isRepeated || this.#round.mayMeetOwn) {
          this.#meetsLiving = true;
          continue;
        }
        throw new ProtocolError(
          `A store reported that transaction ${lock.startTs} is blocked by a lock of its own`,
        );
      }
      this.#holder ??= lock;
      const { durationToLastUpdateMs: ageMs } = each;
      if (ageMs > 0n && ageMs < YOUNG_LOCK_MS) this.#meetsLiving = true;
      else this.#locks.push(lock);
    }
  }

  #fail(cause: unknown): void {
    this.#error ??= this.#round.call.deadline.error('waiting for a lock') ?? asTikvError(cause);
    this.#phase?.cancel();
  }
}
