import type { Lock } from '../../lock/lock.ts';
import { equalBytes } from '../../model/bytes.ts';
import type { CommitProtocol } from '../../model/commit-protocol.ts';
import {
  AssertionFailedError,
  asTikvError,
  LockedError,
  ProtocolError,
  type TikvError,
} from '../../model/errors.ts';
import { MAX_TIMESTAMP, maxTimestamp, physicalMs, type Timestamp } from '../../model/timestamp.ts';
import type { CachedRegion } from '../../region/cache/cached-region.ts';
import type { LostAnswer, RegionResult } from '../../region/request/region-call.ts';
import { backOffMoved } from '../../region/send-by-key.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { DEFAULT_LOCK_TTL_MS } from '../locking/lock-ttl.ts';
import { locksMet, toConflict } from '../locks-met.ts';
import { ageError, ageMsOf, checkSafePoint, mayBeCollected } from './check-duration.ts';
import type { CommitTask } from './commit-task.ts';
import { type Batch, groupInOneRegion, groupMutations } from './group-mutations.ts';
import { leavesLock, type Mutation, sizeBytes } from './mutation.ts';
import { type Answer, type BatchEvidence, standing } from './outcome.ts';
import { PhaseDeadline } from './phase-deadline.ts';
import { PRE_SPLIT_MUTATIONS, preSplit } from './pre-split.ts';
import { prewriteRequest } from './prewrite-request.ts';
import { runBatches } from './run-batches.ts';
import { type PrewriteTiming, timePrewrite, timeResend } from './time-prewrite.ts';

export interface PrewriteInput {
  readonly task: CommitTask;
  readonly protocol: CommitProtocol;
  /**
   * What the servers may not commit below; 0n where they work out no commit, or everything above the start
   * will do.
   */
  readonly minCommitTs: Timestamp;
  /** The same keys were sent before with another protocol, which locked and committed nothing. */
  readonly wasSent: boolean;
  /** Called once, as soon as the primary is locked. */
  onPrimaryLocked(): void;
}

/** How a prewrite ended, over all its batches. */
export interface PrewriteReport {
  /** The requested protocol; one phase where a store reports such a commit unasked. */
  readonly protocol: CommitProtocol;
  readonly batches: readonly BatchEvidence[];
  /** Undefined when every key is locked. */
  readonly error: TikvError | undefined;
  /** What one phase committed at, or what async commit comes to; 0n when no store worked one out. */
  readonly commitTs: Timestamp;
  /** Mutations whose locks may stand in the cluster now. */
  readonly maybeLocked: readonly Mutation[];
  /** Whether any request was sent: the next one is a resend then. */
  readonly wasSent: boolean;
}

/** How one batch ended, or one part of it after its region was split. */
interface BatchEnd extends BatchEvidence {
  readonly mutations: readonly Mutation[];
  readonly commitTs: Timestamp;
}

/** What earlier requests with the same keys left behind. */
interface Past {
  readonly wasSent: boolean;
  readonly lost: LostAnswer | undefined;
}

/**
 * Locks every key of a transaction with its new value, batch by batch, and resolves the locks of others on
 * the way. The first batch that fails ends the others. Never throws, and is done when no request is under way
 * any more (scenarios S014, S015). Follows client-go's actionPrewrite (txnkv/transaction/prewrite.go; parity
 * rows PRW-1 to PRW-15, GRP-7 to GRP-11).
 *
 * @param done called once, maybe before this returns
 */
export function prewrite(input: PrewriteInput, done: (report: PrewriteReport) => void): void {
  new Prewrite(input).run(done);
}

/** Where the requests of one batch stand. */
interface Sending {
  wasSent: boolean;
  lost: LostAnswer | undefined;
  region: CachedRegion;
  keysAreCounted: boolean;
}

type Prewritten = kvrpcpb.PrewriteResponse.Decoded;

class Prewrite {
  readonly #task: CommitTask;
  readonly #protocol: CommitProtocol;
  readonly #onPrimaryLocked: () => void;
  #timing: PrewriteTiming;
  #sawOnePhase = false;
  /** Made when there are several batches: a single one has no siblings to be cancelled with. */
  #phase: PhaseDeadline | undefined;
  #wasSent: boolean;
  #error: TikvError | undefined;

  constructor({ task, protocol, minCommitTs, wasSent, onPrimaryLocked }: PrewriteInput) {
    this.#task = task;
    this.#protocol = protocol;
    this.#onPrimaryLocked = onPrimaryLocked;
    this.#timing = timePrewrite(task, minCommitTs);
    this.#wasSent = wasSent;
  }

  run(done: (report: PrewriteReport) => void): void {
    const { environment, regions, mutations, primary, deadline } = this.#task;
    const ageMs = ageMsOf(this.#task);
    const refusal = ageError(ageMs);
    if (refusal !== undefined) {
      done(this.#report([this.#failed(mutations, undefined, refusal, 'none')]));
      return;
    }
    const options = { deadline, budgetMs: BACKOFF_BUDGET_MS.prewrite };
    const backoffer = new Backoffer(environment.runtime, options);
    const mustWait = mutations.length >= PRE_SPLIT_MUTATIONS || mayBeCollected(ageMs);
    const batches = mustWait ? undefined : groupInOneRegion(regions.cache, mutations, primary, sizeBytes);
    const ended = (ends: readonly BatchEnd[]) => done(this.#report(ends));
    if (batches === undefined) {
      void this.#groupAndPrewrite(backoffer).then(ended);
      return;
    }
    this.#prewriteBatches(batches, mutations, this.#past, backoffer, ended);
  }

  #report(ends: readonly BatchEnd[]): PrewriteReport {
    this.#phase?.release();
    const maybeLocked: Mutation[] = [];
    let commitTs = 0n;
    for (const end of ends) {
      commitTs = maxTimestamp(commitTs, end.commitTs);
      if (standing(end) === 'never') continue;
      for (const mutation of end.mutations) if (leavesLock(mutation)) maybeLocked.push(mutation);
    }
    const protocol = this.#sawOnePhase ? '1pc' : this.#protocol;
    return { protocol, batches: ends, error: this.#error, commitTs, maybeLocked, wasSent: this.#wasSent };
  }

  get #past(): Past {
    return { wasSent: this.#wasSent, lost: undefined };
  }

  async #groupAndPrewrite(backoffer: Backoffer): Promise<readonly BatchEnd[]> {
    const { mutations } = this.#task;
    try {
      await checkSafePoint(this.#task);
      if (mutations.length >= PRE_SPLIT_MUTATIONS) await preSplit(this.#task, backoffer);
      const batches = await this.#group(mutations, backoffer);
      // The split, or PD, may have taken long. Nothing has been sent yet.
      this.#timing = timePrewrite(this.#task, this.#timing.minCommitTs);
      return await this.#sendAll(batches, mutations, this.#past, backoffer);
    } catch (error) {
      return [this.#failed(mutations, undefined, error, 'none')];
    }
  }

  #group(mutations: readonly Mutation[], backoffer: Backoffer): Promise<readonly Batch[]> {
    const { regions, primary } = this.#task;
    return groupMutations(regions.cache, mutations, primary, sizeBytes, backoffer);
  }

  #sendAll(
    batches: readonly Batch[],
    mutations: readonly Mutation[],
    past: Past,
    backoffer: Backoffer,
  ): Promise<readonly BatchEnd[]> {
    return new Promise((resolve) => this.#prewriteBatches(batches, mutations, past, backoffer, resolve));
  }

  #prewriteBatches(
    batches: readonly Batch[],
    mutations: readonly Mutation[],
    past: Past,
    backoffer: Backoffer,
    done: (ends: readonly BatchEnd[]) => void,
  ): void {
    const first = batches[0] as Batch;
    if (batches.length === 1) {
      this.#prewriteBatch(first, past, backoffer, done);
      return;
    }
    if (this.#protocol === '1pc') {
      done([this.#split(mutations, past)]);
      return;
    }
    const { limits, deadlines } = this.#task.environment;
    this.#phase ??= new PhaseDeadline(deadlines, this.#task.deadline);
    const { deadline } = this.#phase;
    const run = (batch: Batch) =>
      new Promise<readonly BatchEnd[]>((resolve) =>
        this.#prewriteBatch(batch, past, backoffer.fork(deadline), resolve),
      );
    const isFirstAlone = this.#mustComeFirst(first);
    void runBatches(batches, limits.commitConcurrency, run, isFirstAlone).then((each) => done(each.flat()));
  }

  /**
   * A primary that is written unchecked must be locked first: otherwise it could be locked over its own
   * rollback record, and the transaction commit without the keys rolled back meanwhile. While no other key is
   * locked, nobody has a reason to roll it back (S121).
   */
  #mustComeFirst({ hasPrimary, mutations }: Batch): boolean {
    const { primary } = this.#task;
    return (
      hasPrimary && mutations.some(({ key, check }) => check === 'unchecked' && equalBytes(key, primary))
    );
  }

  /** One phase is one request. */
  #split(mutations: readonly Mutation[], { lost }: Past): BatchEnd {
    if (lost !== undefined) return this.#failed(mutations, lost, lost, 'split');
    return { answer: 'split', lost: undefined, mutations, commitTs: 0n };
  }

  /**
   * Sends one batch until its answer is final, wherever its region moves. For most the first answer is, and
   * no promise is made for them.
   */
  #prewriteBatch(
    batch: Batch,
    past: Past,
    backoffer: Backoffer,
    done: (ends: readonly BatchEnd[]) => void,
  ): void {
    if (this.#phase?.isCancelled) {
      done(this.#notSent(batch, past));
      return;
    }
    const { wasSent, lost } = past;
    const sending: Sending = { wasSent, lost, region: batch.region, keysAreCounted: !wasSent };
    this.#send(batch, sending, backoffer, (result) => {
      if (result.kind === 'succeeded' && result.response.errors.length === 0) {
        done([this.#answered(batch, result.response, sending.lost)]);
      } else void this.#follow(batch, sending, result, backoffer).then(done);
    });
  }

  /**
   * How many keys of the transaction are in the region is known only from the first grouping (scenario S020).
   */
  #send(
    batch: Batch,
    sending: Sending,
    backoffer: Backoffer,
    done: (result: RegionResult<Prewritten>) => void,
  ): void {
    const txnSize = sending.keysAreCounted ? BigInt(batch.regionKeys) : MAX_TIMESTAMP;
    const ended = (result: RegionResult<Prewritten>) => {
      if (mayBeDone(result)) {
        sending.wasSent = true;
        this.#wasSent = true;
      }
      sending.lost = result.lost ?? sending.lost;
      done(result);
    };
    this.#task.regions.sendTo(
      {
        rpc: tikvRpcs.kvPrewrite,
        request: prewriteRequest(this.#task, this.#protocol, this.#timing, batch, txnSize),
        region: sending.region,
        timeoutMs: RPC_TIMEOUT_MS.short,
        executionLimitMs: MAX_WRITE_EXECUTION_MS,
        backoffer,
        resend: sending.wasSent,
      },
      ended,
    );
  }

  #resend(batch: Batch, sending: Sending, backoffer: Backoffer): Promise<RegionResult<Prewritten>> {
    this.#timing = timeResend(this.#task, this.#timing);
    return new Promise((resolve) => this.#send(batch, sending, backoffer, resolve));
  }

  /** Goes on after an answer other than success. */
  async #follow(
    batch: Batch,
    sending: Sending,
    first: RegionResult<Prewritten>,
    backoffer: Backoffer,
  ): Promise<readonly BatchEnd[]> {
    const { mutations } = batch;
    let metAtMs: number | undefined;
    try {
      for (let result = first; ; result = await this.#resend(batch, sending, backoffer)) {
        if (result.kind === 'failed') throw result.error;
        if (result.kind === 'moved') {
          if (this.#protocol !== '2pc' && result.cause.kind === 'undeterminedResult') throw result.cause;
          await backOffMoved(result, backoffer);
          const batches = await this.#group(mutations, backoffer);
          const [only, ...others] = batches as readonly [Batch, ...Batch[]];
          if (others.length > 0) return await this.#sendAll(batches, mutations, sending, backoffer);
          sending.region = only.region;
          sending.keysAreCounted = false;
          continue;
        }
        const { response } = result;
        if (response.errors.length === 0) return [this.#answered(batch, response, sending.lost)];
        const met = locksMet(response.errors, batch, this.#task);
        if ('refusal' in met) return [this.#failed(mutations, sending.lost, met.refusal, 'refused')];
        metAtMs ??= this.#task.environment.runtime.clock.now();
        const refusal = await this.#resolve(met.locks, metAtMs, backoffer);
        if (refusal !== undefined) return [this.#failed(mutations, sending.lost, refusal, 'refused')];
      }
    } catch (error) {
      return [this.#failed(mutations, sending.lost, error, 'none')];
    }
  }

  #answered(batch: Batch, response: Prewritten, lost: LostAnswer | undefined): BatchEnd {
    const { mutations } = batch;
    const { minCommitTs, onePcCommitTs } = response;
    const commitTs = this.#protocol === '1pc' ? onePcCommitTs : this.#protocol === 'async' ? minCommitTs : 0n;
    if (this.#isContradictory(response, commitTs)) {
      const error = new ProtocolError(
        `Prewrite of transaction ${this.#task.startTs} was answered with one_pc_commit_ts ${onePcCommitTs} and min_commit_ts ${minCommitTs}`,
      );
      this.#sawOnePhase ||= onePcCommitTs !== 0n;
      return this.#failed(mutations, lost ?? error, error, 'none');
    }
    if (batch.hasPrimary && !(this.#protocol === '1pc' && commitTs !== 0n)) this.#onPrimaryLocked();
    const answer = this.#protocol !== '2pc' && commitTs === 0n ? 'fellBack' : 'done';
    return { answer, lost: undefined, mutations, commitTs };
  }

  /**
   * An answer to one phase has just its commit timestamp or, where it falls back, none: with min_commit_ts
   * alone, nobody can know whether the locks commit by themselves. An answer to another protocol has no
   * commit timestamp of one phase. And no commit lies below the bound requested.
   */
  #isContradictory({ minCommitTs, onePcCommitTs }: Prewritten, commitTs: Timestamp): boolean {
    const { startTs } = this.#task;
    if (this.#protocol === '1pc' ? commitTs === 0n && minCommitTs !== 0n : onePcCommitTs !== 0n) return true;
    return commitTs !== 0n && (commitTs <= startTs || commitTs < this.#timing.minCommitTs);
  }

  /**
   * Resolves the locks met, and waits while their owners live. For a pessimistic transaction stores report
   * TTL 0, and client-go ends the owners at once, since TiDB holds a lock that guards such keys. Here nothing
   * guards keys written without a lock, so we wait: at most for the life of an optimistic lock, because no
   * detector sees a deadlock that includes such a wait (scenario S121). An owner that has not written its primary
   * by then is rolled back.
   *
   * @returns why waiting any longer is useless; undefined when the batch may be sent again
   */
  async #resolve(
    locks: readonly [Lock, ...Lock[]],
    metAtMs: number,
    backoffer: Backoffer,
  ): Promise<TikvError | undefined> {
    const { environment, regions, actor, startTs: callerStartTs, forUpdateTs } = this.#task;
    const isPessimistic = forUpdateTs > 0n;
    const told = isPessimistic ? locks.map((lock) => this.#withTtl(lock, metAtMs)) : locks;
    const { context } = regions;
    const options = { context, callerStartTs, mode: 'write', pessimisticRegion: true } as const;
    const { waitMs } = await environment.locks.resolve(told, options, backoffer, actor);
    if (waitMs <= 0) return undefined;
    const [{ key, startTs }] = locks;
    const leftMs = metAtMs + DEFAULT_LOCK_TTL_MS - environment.runtime.clock.now();
    if (isPessimistic && leftMs <= 0) return toConflict(callerStartTs, locks[0]);
    const cause = new LockedError(key, startTs);
    await backoffer.sleep('txnLock', cause, isPessimistic ? Math.min(waitMs, leftMs) : waitMs);
    return undefined;
  }

  /** A TTL where the store reports none: it counts from the start of the owner, and ends when the wait does. */
  #withTtl(lock: Lock, metAtMs: number): Lock {
    if (lock.ttlMs > 0n) return lock;
    const { startTs, beganAtMs } = this.#task;
    const ownerAgeMs = physicalMs(startTs) + metAtMs - beganAtMs - physicalMs(lock.startTs);
    return { ...lock, ttlMs: BigInt(Math.ceil(Math.max(0, ownerAgeMs)) + DEFAULT_LOCK_TTL_MS) };
  }

  /**
   * An assertion may fail because of a conflict that another batch reports more clearly: it does not end the
   * others.
   */
  #failed(
    mutations: readonly Mutation[],
    lost: LostAnswer | undefined,
    cause: unknown,
    answer: Exclude<Answer, 'done' | 'fellBack'>,
  ): BatchEnd {
    const error = asTikvError(cause);
    const isAssertion = error instanceof AssertionFailedError;
    if (this.#error === undefined || (this.#error instanceof AssertionFailedError && !isAssertion)) {
      this.#error = this.#task.deadline.error('committing') ?? error;
    }
    if (!isAssertion) this.#phase?.cancel();
    return { answer, lost, mutations, commitTs: 0n };
  }

  /** Without a failure, the caller has ended the phase. */
  #notSent({ mutations }: Batch, { lost }: Past): readonly BatchEnd[] {
    this.#error ??= this.#task.deadline.error('committing');
    return [{ answer: 'none', lost, mutations, commitTs: 0n }];
  }
}

/**
 * Whether the next request is a resend. A request that the store has refused did nothing: marking the next
 * one as a resend would make the store check keys that are to be written unchecked (client-go's
 * hasRpcRetries; scenario S045).
 */
function mayBeDone(result: RegionResult<Prewritten>): boolean {
  if (result.kind !== 'succeeded' || result.attempts > 1 || result.lost !== undefined) return true;
  return result.response.errors.length === 0;
}
