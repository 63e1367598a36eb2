import type { AnyActorRef } from 'xstate';
import type { BulkRest, BulkTransactionEvent } from '../../../machines/bulk-transaction.ts';
import { MANAGED_LOCK_TTL_MS } from '../../lock/lock.ts';
import { equalBytes } from '../../model/bytes.ts';
import { AbortedError, asTikvError, InternalError, TikvError } from '../../model/errors.ts';
import { INSPECTED, type Inspected } from '../../model/inspected.ts';
import { maxTimestamp, type Timestamp } from '../../model/timestamp.ts';
import type { Deadline } from '../../retry/deadline.ts';
import type { Phase } from '../../retry/ledger.ts';
import { buildMutations } from '../commit/build-mutations.ts';
import { checkSafePoint } from '../commit/check-duration.ts';
import { fetchCommitTs } from '../commit/fetch-commit-ts.ts';
import { leavesLock, type Mutation, mutation } from '../commit/mutation.ts';
import type { Evidence } from '../commit/outcome.ts';
import { PrimaryCommit } from '../commit/primary-commit.ts';
import { rollBack } from '../commit/roll-back.ts';
import { emitFailed } from '../emit-failed.ts';
import { KeepAlive } from '../keep-alive.ts';
import { timedStep, waiting } from '../timed-step.ts';
import type { CommitCaller } from '../transaction-steps.ts';
import type { BulkEnvironment, BulkOptions } from './bulk-environment.ts';
import { flush } from './flush.ts';
import { FlushPace } from './flush-pace.ts';
import { FlushedRange } from './flushed-range.ts';
import { FlushedReads } from './flushed-reads.ts';
import { type Generation, Generations } from './generations.ts';
import { resolveRange } from './resolve-range.ts';

/** A bulk transaction's locks are kept alive for at least a day (client-go's MaxPipelinedTxnTTL). */
const MIN_LIFE_MS = 24 * 3_600_000;

/** One flush takes no longer than this, whatever the stores do. */
const FLUSH_TIMEOUT_MS = 600_000;

/**
 * What the actions of the bulk transaction's chart do: each step runs by itself and answers the chart with
 * one event. Keeps what is too large or too alive for the chart's context.
 */
export class BulkSteps implements Inspected {
  readonly generations: Generations;
  readonly reads: FlushedReads;
  readonly range = new FlushedRange();
  readonly #environment: BulkEnvironment;
  readonly #startTs: Timestamp;
  readonly #options: BulkOptions;
  readonly #pace: FlushPace;
  readonly #beganAtMs: number;
  #actor: AnyActorRef | undefined;
  #send: (event: BulkTransactionEvent) => void = () => {};
  #caller: CommitCaller | undefined;
  #commitDeadline: Deadline | undefined;
  /** Ends the flush under way. */
  #flushEnd: AbortController | undefined;
  /** The primary's write in the last flushed generation that had one. */
  #primary: Mutation | undefined;
  #keepAlive: KeepAlive | undefined;
  /** The min_commit_ts of the primary's lock. */
  #minCommitTs: Timestamp = 0n;
  #isCommitting = false;
  /** Made once all writes are flushed. */
  #planned: PrimaryCommit | undefined;
  #answerRolledBack: () => void = () => {};
  /** Settles when its locks are removed, or are left to others. */
  readonly rolledBack = new Promise<void>((resolve) => {
    this.#answerRolledBack = resolve;
  });

  constructor(environment: BulkEnvironment, startTs: Timestamp, options: BulkOptions) {
    this.#environment = environment;
    this.#startTs = startTs;
    this.#options = options;
    this.#pace = new FlushPace(options.throttleRatio);
    this.#beganAtMs = environment.runtime.clock.now() - (options.startAgeMs ?? 0);
    this.generations = new Generations(environment.limits.maxEntrySizeBytes, options);
    this.reads = new FlushedReads({
      environment: environment.reads,
      startTs,
      isPrimaryDeleted: (key) => {
        const primary = this.#primary;
        return primary !== undefined && equalBytes(primary.key, key) ? primary.op === 'delete' : undefined;
      },
    });
  }

  /** The actor, which is started with these steps, and where events go. */
  connect(actor: AnyActorRef, send: (event: BulkTransactionEvent) => void): void {
    this.#actor = actor;
    this.#send = send;
  }

  /** To be called before the commit is requested. */
  prepareCommit(caller: CommitCaller, deadline: Deadline): void {
    this.#caller = caller;
    this.#commitDeadline = deadline;
  }

  get pauseMs(): number {
    return this.#pace.pauseMs;
  }

  get rest(): BulkRest {
    if (!this.generations.isEmpty) return 'writes';
    return this.locksRemain ? 'locks' : 'nothing';
  }

  get locksRemain(): boolean {
    return this.range.range !== undefined;
  }

  get primary(): Uint8Array | undefined {
    return this.#primary?.key;
  }

  flush(): void {
    const generation = this.generations.startFlush();
    this.reads.forget();
    const end = new AbortController();
    this.#flushEnd = end;
    const ended = this.#commitDeadline?.error('committing');
    if (ended !== undefined) end.abort(ended);
    this.#environment.background.run(
      `flush ${generation.number} of transaction ${this.#startTs}`,
      async () => {
        const event = await this.#flush(generation, end).then(
          (): BulkTransactionEvent => ({ type: 'flush.finished', rest: this.rest }),
          (error: unknown): BulkTransactionEvent => ({ type: 'flush.failed', error: whyEnded(end, error) }),
        );
        this.#flushEnd = undefined;
        this.#send(event);
      },
    );
  }

  /** @param error what the flush fails with */
  cancelFlush(error?: TikvError): void {
    this.#flushEnd?.abort(error);
  }

  fetchCommitTs(minCommitTs: Timestamp): void {
    // A heartbeat would push min_commit_ts above the commit timestamp being fetched.
    this.#isCommitting = true;
    this.#step('timestampMs', async () => ({
      type: 'commitTs.fetched',
      commitTs: await fetchCommitTs(this.#primaryCommit.task, maxTimestamp(minCommitTs, this.#minCommitTs)),
    }));
  }

  commitPrimary(commitTs: Timestamp): void {
    this.#sendingStep('commitMs', async () => {
      const report = await this.#primaryCommit.commit(commitTs);
      if (report.kind === 'expired') return { type: 'commitTs.expired', minCommitTs: report.minCommitTs };
      return this.#judge(report.evidence);
    });
  }

  askPrimary(): void {
    this.#sendingStep('commitMs', async () => this.#judge(await this.#primaryCommit.ask()));
  }

  commitRange(commitTs: Timestamp): void {
    this.#tellStores({ commitTs });
    this.#resolve('commit', commitTs, async () => {});
  }

  /** The primary is rolled back first, by a rollback that refuses a flush of it which arrives later. */
  rollBackRange(): void {
    this.generations.clear();
    this.reads.forget();
    if (this.locksRemain) this.#tellStores({ rolledBack: true });
    this.#resolve('rollback', 0n, async () => {
      if (this.#primary === undefined) return;
      const { key } = this.#primary;
      const environment = this.#environmentOfActor;
      const task = { environment, regions: environment.regions, primary: key, startTs: this.#startTs };
      await rollBack(task, [mutation('put', key)]);
    });
  }

  tellStoresItIsOver(commitTs: Timestamp): void {
    this.#tellStores({ commitTs, rolledBack: commitTs === 0n, isCompleted: true });
  }

  stopKeepingAlive(): void {
    this.#keepAlive?.stop();
  }

  answerCommitted(commitTs: Timestamp): void {
    const protocol = this.locksRemain ? '2pc' : 'none';
    this.#caller?.resolve({ commitTs, protocol });
    this.#environment.events.emit('transaction.committed', { startTs: this.#startTs, commitTs, protocol });
  }

  answerFailed(error: TikvError): void {
    this.#caller?.reject(error);
    emitFailed(this.#environment.events, this.#startTs, error);
  }

  answerRolledBack(): void {
    this.#answerRolledBack();
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    return { primary: this.#primary?.key, minCommitTs: this.#minCommitTs };
  }

  /** Keeps inspectors from walking into the client. */
  toJSON(): undefined {
    return undefined;
  }

  async #flush({ number, writes }: Generation, end: AbortController): Promise<void> {
    const { runtime, deadlines, events, ledger } = this.#environment;
    const beganAtMs = runtime.clock.now();
    const { mutations, primary, sizeBytes } = buildMutations(writes) ?? noWrites();
    const locked = mutations.filter(leavesLock);
    const [first] = locked;
    if (first !== undefined) {
      this.#primary ??= first;
      this.range.add(first.key, (locked.at(-1) as Mutation).key);
    }
    const deadline = deadlines.start({ timeoutMs: FLUSH_TIMEOUT_MS, signal: end.signal, ledger });
    try {
      const [environment, startTs] = [this.#environmentOfActor, this.#startTs];
      await checkSafePoint({ environment, startTs, beganAtMs: this.#beganAtMs, deadline });
      await flush({
        environment,
        actor: this.#actor as AnyActorRef,
        startTs,
        generation: number,
        mutations,
        primary: this.#primary?.key ?? primary,
        lockTtlMs: () => MANAGED_LOCK_TTL_MS + Math.ceil(runtime.clock.now() - this.#beganAtMs),
        assertionLevel: this.#options.assertionLevel,
        failsOnLock: this.#options.failsOnLock,
        concurrency: this.#options.flushConcurrency,
        deadline,
        onPrimaryLocked: () => this.#onPrimaryLocked(),
        hasDeleted: async (key, backoffer) => {
          const [written] = await this.reads.batchGet([key], backoffer);
          return written?.kind === 'deleted';
        },
      });
    } finally {
      deadline.release();
      ledger?.notePhase('flushMs', beganAtMs);
    }
    const { key } = this.#primary ?? { key: undefined };
    this.#primary = locked.find((entry) => key !== undefined && equalBytes(entry.key, key)) ?? this.#primary;
    this.generations.endFlush();
    this.reads.forget();
    const durationMs = runtime.clock.now() - beganAtMs;
    this.#pace.add(durationMs);
    const { length: keys } = mutations;
    events.emit('transaction.flushed', {
      startTs: this.#startTs,
      generation: number,
      keys,
      sizeBytes,
      durationMs,
    });
  }

  /** Without this, other clients may take its locks for abandoned. */
  #onPrimaryLocked(): void {
    const primary = this.#primary;
    if (this.#keepAlive !== undefined || primary === undefined) return;
    const onLost = (error: TikvError) => this.#send({ type: 'bulk.lost', error, locksRemain: true });
    this.#keepAlive = new KeepAlive(this.#environment, this.#startTs, primary.key, onLost, {
      beganAtMs: this.#beganAtMs,
      maxLifeMs: Math.max(this.#environment.limits.maxLifeMs, MIN_LIFE_MS),
      minCommitTs: (now) => {
        if (!this.#isCommitting) this.#minCommitTs = maxTimestamp(this.#minCommitTs, now);
        return this.#minCommitTs;
      },
      onKept: () => this.#tellStores({}),
    });
    this.#keepAlive.start();
  }

  #tellStores(fate: { commitTs?: Timestamp; rolledBack?: boolean; isCompleted?: boolean }): void {
    this.#environment.tellStores({ startTs: this.#startTs, minCommitTs: this.#minCommitTs, ...fate });
  }

  #resolve(name: string, commitTs: Timestamp, first: () => Promise<void>): void {
    const { range } = this.range;
    const locks = {
      environment: this.#environmentOfActor,
      actor: this.#actor as AnyActorRef,
      startTs: this.#startTs,
      commitTs,
      concurrency: this.#options.resolveConcurrency,
    };
    this.#environment.background.run(`${name} of transaction ${this.#startTs}`, async () => {
      try {
        await first();
        if (range !== undefined) await resolveRange({ ...locks, range });
      } catch (error) {
        this.#send({ type: 'range.failed' });
        throw error;
      }
      this.#send({ type: 'range.resolved' });
    });
  }

  get #environmentOfActor(): BulkEnvironment {
    const environment = this.#environment;
    return { ...environment, regions: environment.regions.withParent(this.#actor as AnyActorRef) };
  }

  /** The commit of the primary decides for all keys. */
  get #primaryCommit(): PrimaryCommit {
    this.#planned ??= this.#planCommit();
    return this.#planned;
  }

  #planCommit(): PrimaryCommit {
    const { key } = this.#primary ?? {};
    if (key === undefined || this.#commitDeadline === undefined) {
      throw new InternalError('A step of a commit was taken before it was asked for');
    }
    const environment = this.#environmentOfActor;
    return new PrimaryCommit({
      environment,
      regions: environment.regions,
      startTs: this.#startTs,
      mutations: [mutation('put', key)],
      primary: key,
      deadline: this.#commitDeadline,
      bounds: this.#options.bounds,
    });
  }

  #judge(evidence: Evidence): BulkTransactionEvent {
    const verdict = this.#primaryCommit.judge(evidence);
    switch (verdict.kind) {
      case 'committed':
        return { type: 'outcome.committed', commitTs: verdict.commitTs };
      case 'failed':
        return { type: 'outcome.failed', error: verdict.error };
      case 'undetermined':
        return { type: 'outcome.undetermined', error: verdict.error };
      case 'unclear':
        return { type: 'outcome.unclear' };
      case 'open':
        throw new InternalError('Committing the primary left the outcome open');
    }
  }

  /** A step that can throw sends nothing that commits. */
  #step(phase: Phase, step: () => Promise<BulkTransactionEvent>): void {
    this.#timed(phase, step, (error) => ({ type: 'outcome.failed', error: asTikvError(error) }));
  }

  /** A step that should never throw; if it does, nobody knows what its requests did. */
  #sendingStep(phase: Phase, step: () => Promise<BulkTransactionEvent>): void {
    this.#timed(phase, step, (cause) => ({
      type: 'outcome.undetermined',
      error: this.#primaryCommit.undetermined(asTikvError(cause)),
    }));
  }

  #timed(
    phase: Phase,
    step: () => Promise<BulkTransactionEvent>,
    whenThrown: (error: unknown) => BulkTransactionEvent,
  ): void {
    const { ledger } = this.#environment;
    timedStep(ledger, phase, waiting(step), this.#send, whenThrown);
  }
}

/** A flush fails with the error that ended it, where there is one. */
function whyEnded({ signal }: AbortController, error: unknown): TikvError {
  const { reason } = signal as { readonly reason: unknown };
  return error instanceof AbortedError && reason instanceof TikvError ? reason : asTikvError(error);
}

function noWrites(): never {
  throw new InternalError('A flush was begun without writes');
}
