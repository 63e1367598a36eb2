import type { AnyActorRef } from 'xstate';
import type { Lock } from '../../lock/lock.ts';
import { equalBytes } from '../../model/bytes.ts';
import { AlreadyExistsError, asTikvError, LockedError, type TikvError } from '../../model/errors.ts';
import { backOffMoved } from '../../region/send-by-key.ts';
import { BACKOFF_BUDGET_MS } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import type { Deadline } from '../../retry/deadline.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../../wire/codec/tikv-rpcs.ts';
import { type Batch, groupMutations } from '../commit/group-mutations.ts';
import { type Mutation, sizeBytes } from '../commit/mutation.ts';
import { PhaseDeadline } from '../commit/phase-deadline.ts';
import { runBatches } from '../commit/run-batches.ts';
import { locksMet } from '../locks-met.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import { type FlushHeader, flushRequest } from './flush-request.ts';

export interface FlushTask extends FlushHeader {
  readonly environment: TransactionEnvironment;
  /** The transaction's actor: actors started on its behalf end with it. */
  readonly actor: AnyActorRef;
  /** In key order. At least one. */
  readonly mutations: readonly Mutation[];
  /** A lock of another transaction is a conflict at once, and is not resolved. */
  readonly failsOnLock: boolean | undefined;
  readonly concurrency: number;
  readonly deadline: Deadline;
  /** Called as soon as the batch with the primary is flushed. */
  onPrimaryLocked(): void;
  /** Whether an earlier generation of the transaction has deleted the key. */
  hasDeleted(key: Uint8Array, backoffer: Backoffer): Promise<boolean>;
}

/**
 * Writes one generation of a bulk transaction to the stores, as locks with values: the batch with the primary
 * first, then the others. Returns, or throws, when no request is under way any more. Follows client-go's
 * actionPipelinedFlush (txnkv/transaction/pipelined_flush.go; parity rows PIP-5, PIP-6).
 *
 * @throws the first failure, which ends the other batches: WriteConflictError, AlreadyExistsError and what a
 * prewrite fails with
 */
export async function flush(task: FlushTask): Promise<void> {
  const phase = new PhaseDeadline(task.environment.deadlines, task.deadline);
  try {
    await new Flush(task, phase).run();
  } finally {
    phase.release();
  }
}

class Flush {
  readonly #task: FlushTask;
  readonly #phase: PhaseDeadline;
  #error: TikvError | undefined;

  constructor(task: FlushTask, phase: PhaseDeadline) {
    this.#task = task;
    this.#phase = phase;
  }

  async run(): Promise<void> {
    const { runtime } = this.#task.environment;
    const { deadline } = this.#phase;
    const backoffer = new Backoffer(runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.flush });
    try {
      await this.#sendBatches(await this.#group(this.#task.mutations, backoffer), false, backoffer);
    } catch (error) {
      this.#fail(error);
    }
    if (this.#error !== undefined) throw this.#error;
  }

  #group(mutations: readonly Mutation[], backoffer: Backoffer): Promise<readonly Batch[]> {
    const { environment, primary } = this.#task;
    return groupMutations(environment.regions.cache, mutations, primary, sizeBytes, backoffer);
  }

  /** Never rejects: the first failure is kept. */
  async #sendBatches(batches: readonly Batch[], resend: boolean, backoffer: Backoffer): Promise<void> {
    const send = async (batch: Batch) => {
      if (this.#phase.isCancelled) return this.#fail(this.#task.deadline.error('flushing'));
      const own = batches.length === 1 ? backoffer : backoffer.fork();
      await this.#sendBatch(batch, resend, own).catch((error: unknown) => this.#fail(error));
    };
    await runBatches(batches, this.#task.concurrency, send, batches[0]?.hasPrimary);
  }

  async #sendBatch(batch: Batch, wasSent: boolean, backoffer: Backoffer): Promise<void> {
    const { environment, startTs, failsOnLock, onPrimaryLocked } = this.#task;
    const { region } = batch;
    let { mutations } = batch;
    for (let resend = wasSent; ; resend = true) {
      const result = await environment.regions.send({
        rpc: tikvRpcs.kvFlush,
        request: flushRequest(this.#task, mutations),
        region,
        timeoutMs: RPC_TIMEOUT_MS.short,
        executionLimitMs: MAX_WRITE_EXECUTION_MS,
        backoffer,
        resend,
      });
      if (result.kind === 'failed') throw result.error;
      if (result.kind === 'moved') {
        await backOffMoved(result, backoffer);
        return this.#sendBatches(await this.#group(mutations, backoffer), true, backoffer);
      }
      if (result.response.errors.length === 0) {
        if (batch.hasPrimary) onPrimaryLocked();
        return;
      }
      const met = locksMet(
        result.response.errors,
        { ...batch, mutations },
        { startTs, forUpdateTs: 0n, failsOnLock },
      );
      if ('refusal' in met) mutations = await this.#correct(met.refusal, mutations, backoffer);
      else await this.#resolve(met.locks, backoffer);
    }
  }

  /**
   * A store that checks that a key is absent ignores earlier generations: a key that the transaction has
   * deleted itself exists for the store, but not for the transaction.
   * @throws the refusal, where it is right
   */
  async #correct(
    refusal: TikvError,
    mutations: readonly Mutation[],
    backoffer: Backoffer,
  ): Promise<readonly Mutation[]> {
    if (!(refusal instanceof AlreadyExistsError)) throw refusal;
    const { key } = refusal;
    const refused = mutations.find((entry) => equalBytes(entry.key, key)) as Mutation;
    if (!(await this.#task.hasDeleted(key, backoffer))) {
      throw refused.op === 'insert' ? new AlreadyExistsError(key, { value: refused.value }) : refusal;
    }
    const op = refused.op === 'insert' ? 'put' : 'delete';
    return mutations.map((entry) => (entry === refused ? { ...entry, op } : entry));
  }

  /** Resolves the locks of others, and waits while their owners live. */
  async #resolve(locks: readonly [Lock, ...Lock[]], backoffer: Backoffer): Promise<void> {
    const { environment, actor, startTs: callerStartTs } = this.#task;
    const { context } = environment.regions;
    const options = { context, callerStartTs, mode: 'write' } as const;
    const { waitMs } = await environment.locks.resolve(locks, options, backoffer, actor);
    const [{ key, startTs }] = locks;
    if (waitMs > 0) await backoffer.sleep('txnLock', new LockedError(key, startTs), waitMs);
  }

  #fail(cause: unknown): void {
    this.#error ??= this.#task.deadline.error('flushing') ?? asTikvError(cause);
    this.#phase.cancel();
  }
}
