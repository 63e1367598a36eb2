import type { TransactionEvent } from '../../machines/transaction.ts';
import type { CommitProtocol, TransactionProtocol } from '../model/commit-protocol.ts';
import { asTikvError, InternalError, type TikvError } from '../model/errors.ts';
import { INSPECTED, type Inspected } from '../model/inspected.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { allEnded } from '../retry/all-ended.ts';
import type { Phase } from '../retry/ledger.ts';
import { commitSecondaries } from './commit/commit-secondaries.ts';
import type { CommitTask } from './commit/commit-task.ts';
import { fetchCommitTs, fetchMinCommitTs } from './commit/fetch-commit-ts.ts';
import type { Latched } from './commit/latches.ts';
import { leavesLock, type Mutation } from './commit/mutation.ts';
import type { Evidence } from './commit/outcome.ts';
import { type PrewriteReport, prewrite } from './commit/prewrite.ts';
import { PrimaryCommit } from './commit/primary-commit.ts';
import { rollBack } from './commit/roll-back.ts';
import { outlivesTtl } from './commit/time-prewrite.ts';
import { emitFailed } from './emit-failed.ts';
import { KeepAlive } from './keep-alive.ts';
import type { Locking } from './locking/locking.ts';
import { type Step, timedStep, waiting } from './timed-step.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';

/** The most that an inspector is shown of a large transaction. */
const MUTATIONS_SHOWN = 32;

/** How a commit succeeded. */
export interface CommitResult {
  /** When it became visible. The start timestamp when nothing was written. */
  readonly commitTs: Timestamp;
  /** `none`: nothing was written, or nothing that leaves a trace. */
  readonly protocol: TransactionProtocol;
}

/** The caller of `commit`, which gets one answer. */
export interface CommitCaller {
  resolve(result: CommitResult): void;
  reject(error: TikvError): void;
}

/** A commit that was asked for and has something to write. */
interface PlannedCommit {
  readonly task: CommitTask;
  readonly primaryCommit: PrimaryCommit;
}

/**
 * What the transaction chart's actions do: each step runs by itself and answers the chart with one event.
 * Keeps what is too large or too alive for the chart's context.
 */
export class TransactionSteps implements Inspected {
  readonly #environment: TransactionEnvironment;
  readonly #startTs: Timestamp;
  #send: (event: TransactionEvent) => void = () => {};
  #caller: CommitCaller | undefined;
  #planned: PlannedCommit | undefined;
  #keepAlive: KeepAlive | undefined;
  /** Keys whose locks may be in the cluster, and are not committed. */
  #locked: readonly Mutation[] = [];
  /** A commit worked out by the servers may not lie below this; 0n until it is fetched. */
  #minCommitTs: Timestamp = 0n;
  #prewriteWasSent = false;
  #locking: Locking | undefined;
  #latched: Latched | undefined;

  constructor(environment: TransactionEnvironment, startTs: Timestamp) {
    this.#environment = environment;
    this.#startTs = startTs;
  }

  /** Where events go: to the actor, which is started with these steps. */
  connect(send: (event: TransactionEvent) => void): void {
    this.#send = send;
  }

  /** For a transaction that locks before its commit. */
  useLocking(locking: Locking): void {
    this.#locking = locking;
  }

  lockKeys(): void {
    this.#locking?.start();
  }

  stopLocking(): void {
    this.#locking?.cancel();
  }

  /**
   * To be called before the commit is requested. Without a task nothing was written, and no step will be
   * taken.
   */
  prepareCommit(caller: CommitCaller, task: CommitTask | undefined): void {
    this.#caller = caller;
    this.#planned = task && { task, primaryCommit: new PrimaryCommit(task) };
  }

  acquireLatches(): void {
    this.#step('latchMs', async () => {
      const { startTs, mutations, deadline } = this.#task;
      // A key that is only checked is not written.
      const keys = mutations.filter(leavesLock).map(({ key }) => key);
      this.#latched = await this.#environment.latches?.acquire(startTs, keys, deadline);
      return { type: 'latches.acquired' };
    });
  }

  /** Lets others commit to the same keys. @param commitTs undefined unless it is known to have committed */
  releaseLatches(commitTs?: Timestamp): void {
    this.#latched?.release(commitTs);
  }

  fetchMinCommitTs(): void {
    this.#timed('timestampMs', (end, fail) => {
      const took = (minCommitTs: Timestamp) => {
        this.#minCommitTs = minCommitTs;
        end({ type: 'minCommitTs.fetched' });
      };
      fetchMinCommitTs(this.#task, took, fail);
    });
  }

  prewrite(protocol: CommitProtocol): void {
    this.#timedSending('prewriteMs', (end, fail) => {
      const input = {
        task: this.#task,
        protocol,
        minCommitTs: this.#minCommitTs,
        wasSent: this.#prewriteWasSent,
        onPrimaryLocked: () => this.#onPrimaryLocked(),
      };
      prewrite(input, (report) => {
        let event: TransactionEvent;
        try {
          event = this.#judgePrewrite(report);
        } catch (error) {
          fail(error);
          return;
        }
        end(event);
      });
    });
  }

  #judgePrewrite(report: PrewriteReport): TransactionEvent {
    this.#prewriteWasSent = report.wasSent;
    this.#locked = report.maybeLocked;
    const { protocol, batches, error, commitTs } = report;
    return this.#judge({ protocol, phase: 'prewrite', batches, commitTs, error, fate: { kind: 'unasked' } });
  }

  fetchCommitTs(minCommitTs: Timestamp): void {
    this.#step('timestampMs', async () => ({
      type: 'commitTs.fetched',
      commitTs: await fetchCommitTs(this.#task, minCommitTs),
    }));
  }

  commitPrimary(commitTs: Timestamp): void {
    this.#sendingStep('commitMs', async () => {
      const report = await this.#plan.primaryCommit.commit(commitTs);
      if (report.kind === 'expired') return { type: 'commitTs.expired', minCommitTs: report.minCommitTs };
      this.#locked = report.rest;
      return this.#judge(report.evidence);
    });
  }

  askPrimary(): void {
    this.#sendingStep('commitMs', async () => this.#judge(await this.#plan.primaryCommit.ask()));
  }

  commitSecondaries(commitTs: Timestamp, protocol: TransactionProtocol): void {
    this.#inBackground('commit of secondaries', { type: 'secondaries.ended' }, () =>
      commitSecondaries(this.#task, this.#locked, commitTs, protocol === 'async'),
    );
  }

  rollBack(): void {
    const locked = this.#locked;
    this.#inBackground('rollback', { type: 'rollback.ended' }, async () => {
      // Requests end with the transaction: one half that fails does not end it while the other is under way.
      await allEnded([
        locked.length === 0 ? undefined : rollBack(this.#task, locked),
        this.#locking?.releaseAll(locked),
      ]);
    });
  }

  stopKeepingAlive(): void {
    this.#keepAlive?.stop();
    this.#locking?.stopKeepingAlive();
  }

  answerCommitted(commitTs: Timestamp, protocol: TransactionProtocol): void {
    this.releaseLatches(protocol === 'none' ? undefined : commitTs);
    this.#caller?.resolve({ commitTs, protocol });
    const { events } = this.#environment;
    if (events.wants('transaction.committed')) {
      events.emit('transaction.committed', { startTs: this.#startTs, commitTs, protocol });
    }
  }

  /** The transaction has ended before its caller asked for that. */
  tellLost(error: TikvError): void {
    this.#environment.events.emit('transaction.failed', { startTs: this.#startTs, error });
  }

  /** Undefined before the commit is requested, and where it sends nothing. */
  get primary(): Uint8Array | undefined {
    return this.#planned?.task.primary;
  }

  answerFailed(error: TikvError): void {
    this.releaseLatches();
    this.#caller?.reject(error);
    emitFailed(this.#environment.events, this.#startTs, error);
  }

  /** @internal For the local inspector. Nothing before the commit is asked for. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    if (this.#planned === undefined) return {};
    const { mutations, primary, sizeBytes } = this.#planned.task;
    return {
      keys: mutations.length,
      sizeBytes,
      primary,
      mutations: mutations.slice(0, MUTATIONS_SHOWN).map(({ op, key, value }) => ({ op, key, value })),
    };
  }

  /** Keeps inspectors from walking into the client. */
  toJSON(): undefined {
    return undefined;
  }

  get #plan(): PlannedCommit {
    if (this.#planned === undefined)
      throw new InternalError('A step of a commit was taken before it was planned');
    return this.#planned;
  }

  get #task(): CommitTask {
    return this.#plan.task;
  }

  get #locksRemain(): boolean {
    return this.#locked.length > 0 || this.#locking?.locksRemain === true;
  }

  /** Keeps locks alive: a large transaction may take longer than their TTL. */
  #onPrimaryLocked(): void {
    const { environment, startTs, primary, beganAtMs } = this.#task;
    if (!outlivesTtl(this.#task) || this.#locking?.isKeptAlive) return;
    const onLost = (error: TikvError) => this.#send({ type: 'lock.lost', error });
    this.#keepAlive = new KeepAlive(environment, startTs, primary, onLost, { beganAtMs });
    this.#keepAlive.start();
  }

  #judge(evidence: Evidence): TransactionEvent {
    const { task, primaryCommit } = this.#plan;
    const verdict = primaryCommit.judge(evidence);
    switch (verdict.kind) {
      case 'committed': {
        // One phase leaves no locks. With async commit, and after the primary was asked, all that was locked
        // may still be.
        const locksRemain = evidence.protocol !== '1pc' && this.#locked.length > 0;
        return {
          type: 'outcome.committed',
          commitTs: verdict.commitTs,
          protocol: evidence.protocol,
          locksRemain,
        };
      }
      case 'failed':
        return { type: 'outcome.failed', error: verdict.error, locksRemain: this.#locksRemain };
      case 'undetermined':
        return { type: 'outcome.undetermined', error: verdict.error };
      case 'unclear':
        return { type: 'outcome.unclear' };
      case 'open':
        if (evidence.batches.some(({ answer }) => answer === 'split')) return { type: 'onePhase.split' };
        if (task.mutations.some(leavesLock)) return { type: 'prewrite.finished' };
        return { type: 'outcome.committed', commitTs: task.startTs, protocol: 'none', locksRemain: false };
    }
  }

  #step(phase: Phase, step: () => Promise<TransactionEvent>): void {
    this.#timed(phase, waiting(step));
  }

  #sendingStep(phase: Phase, step: () => Promise<TransactionEvent>): void {
    this.#timedSending(phase, waiting(step));
  }

  /** A step that can fail sends nothing that commits. */
  #timed(phase: Phase, step: Step<TransactionEvent>): void {
    timedStep<TransactionEvent>(this.#environment.ledger, phase, step, this.#send, (error) => ({
      type: 'outcome.failed',
      error: asTikvError(error),
      locksRemain: this.#locksRemain,
    }));
  }

  /** A step that should never fail; if it does, nobody knows what its requests did. */
  #timedSending(phase: Phase, step: Step<TransactionEvent>): void {
    timedStep<TransactionEvent>(this.#environment.ledger, phase, step, this.#send, (cause) => ({
      type: 'outcome.undetermined',
      error: this.#plan.primaryCommit.undetermined(asTikvError(cause)),
    }));
  }

  #inBackground(name: string, ended: TransactionEvent, work: () => Promise<void>): void {
    this.#environment.background.run(`${name} of transaction ${this.#startTs}`, () =>
      work().finally(() => this.#send(ended)),
    );
  }
}
