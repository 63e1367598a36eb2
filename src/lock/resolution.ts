import type { AnyActorRef } from 'xstate';
import {
  type LockResolverContext,
  type LockResolverEvent,
  type LockResolverOutput,
  lockResolverChart,
  type StatusQuestion,
  type TransactionFate,
} from '../../machines/lock-resolver.ts';
import { compiledOnUse } from '../actor/compiled-on-use.ts';
import { sendWhileActive } from '../actor/send-while-active.ts';
import { settled } from '../actor/settled.ts';
import { equalBytes } from '../model/bytes.ts';
import { asTikvError, ClosedError, InternalError, LockedError, ProtocolError } from '../model/errors.ts';
import { INSPECTED, type Inspected } from '../model/inspected.ts';
import { ownerContext } from '../region/request/request-context.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import { clearPessimisticLocks, resolveKeys, resolveLocks } from './apply-fate.ts';
import { checkSecondaries } from './check-secondaries.ts';
import { checkStatus, type StatusAnswer } from './check-status.ts';
import type { Lock, ResolveOptions, ResolveResult, TransactionLocks } from './lock.ts';
import type { LockEnvironment } from './lock-environment.ts';
import type { StatusCache } from './status-cache.ts';

/**
 * How many cleanups may run in the background after reads; beyond that the read itself does them (row
 * LCK-15).
 */
const MAX_BACKGROUND_CLEANUPS = 10_000;

type Scope = { readonly context: LockResolverContext; readonly self: AnyActorRef };

const resolutionOf = ({ context, self }: Scope) => (context.task as Resolution).by(self);

const lockResolverLogic = compiledOnUse(lockResolverChart, {
  actions: {
    checkStatus: (scope) => resolutionOf(scope).checkStatus(scope.context),
    checkSecondaries: (scope) => resolutionOf(scope).checkSecondaries(),
    applyFate: (scope) => resolutionOf(scope).applyFate(scope.context.fate as TransactionFate),
    clearPessimisticLocks: (scope) => resolutionOf(scope).clearPessimisticLocks(),
  },
});

/** A resolution also resolves locks itself: they may be in the way of finding out about others. */
export interface ResolutionEnvironment extends LockEnvironment {
  /** @returns as `LockResolver.resolve` */
  resolveInTheWay(
    locks: readonly Lock[],
    options: ResolveOptions,
    backoffer: Backoffer,
  ): Promise<ResolveResult>;
}

/** Locks of one transaction that name one primary, met by one call: what one lock resolver actor works on. */
export class Resolution implements Inspected {
  #environment: ResolutionEnvironment;
  #actor: AnyActorRef | undefined;
  readonly #cache: StatusCache;
  readonly #locks: TransactionLocks;
  readonly #options: ResolveOptions;
  readonly #backoffer: Backoffer;
  #send: (event: LockResolverEvent) => void = () => {};
  #announce: (output: LockResolverOutput) => void = () => {};
  #asyncPrimary: kvrpcpb.LockInfo.Decoded | undefined;
  #primary: StatusAnswer['primary'] | 'remembered' = 'untold';

  constructor(
    environment: ResolutionEnvironment,
    cache: StatusCache,
    locks: TransactionLocks,
    options: ResolveOptions,
    backoffer: Backoffer,
  ) {
    this.#environment = {
      ...environment,
      regions: environment.regions.withContext(ownerContext(options.context)),
    };
    this.#cache = cache;
    this.#locks = locks;
    this.#options = options;
    this.#backoffer = backoffer;
  }

  /** Which locks it resolves, and for whom. */
  get summary() {
    const { callerStartTs, mode } = this.#options;
    const { startTs, primary, locks } = this.#locks;
    return { startTs, primary, keys: locks.map((lock) => lock.key), callerStartTs, mode };
  }

  /**
   * Runs the actor for as long as the caller has to wait: a read until the fate is known, since its store
   * lets it read past the locks then; a write until the locks are gone.
   * @throws what stood in the way of finding the fate out or applying it
   */
  async run(parent: AnyActorRef | undefined): Promise<LockResolverOutput> {
    const announced = new Promise<LockResolverOutput>((resolve) => {
      this.#announce = resolve;
    });
    const early: LockResolverEvent[] = [];
    this.#send = (event) => early.push(event);
    const { startTs, isPessimistic: pessimistic } = this.#locks;
    const actor = this.#environment.root.start(lockResolverLogic(), {
      id: `lock-resolver ${startTs}`,
      input: { startTs, pessimistic, task: this },
      ...(parent === undefined ? {} : { parent }),
    });
    // Steps that the end of the call, or of the client, has overtaken still come to their own end.
    this.#send = (event) => sendWhileActive(actor, event);
    early.forEach(this.#send);
    const { deadline } = this.#backoffer;
    const off = deadline.onEnd(() => this.#fail(deadline.error('resolving locks')));
    try {
      const output = await Promise.race([announced, settled(actor, () => new ClosedError())]);
      if (output.error !== undefined) throw output.error;
      return output;
    } finally {
      off();
    }
  }

  /** @internal This resolution, whose requests become children of the actor that takes its steps. */
  by(actor: AnyActorRef): this {
    if (this.#actor === undefined) {
      this.#actor = actor;
      this.#environment = { ...this.#environment, regions: this.#environment.regions.withParent(actor) };
    }
    return this;
  }

  checkStatus(question: StatusQuestion): void {
    const { startTs, isPessimistic } = this.#locks;
    const known = this.#cache.get(startTs);
    if (known !== undefined) {
      this.#primary = 'remembered';
      this.#send(
        isPessimistic ? { type: 'status.pessimisticLockDead' } : { type: 'status.final', fate: known },
      );
      return;
    }
    this.#step(async () => {
      const answer = await this.#askPrimary(question);
      if (this.#options.mode === 'collect' && answer.event.type === 'status.alive') {
        throw new ProtocolError(`Transaction ${startTs} was to be ended, but its store reports it as alive`);
      }
      if (answer.event.type === 'status.final') this.#remember(answer.event.fate);
      this.#primary = answer.primary;
      this.#asyncPrimary = answer.event.type === 'status.asyncCommitExpired' ? answer.primaryLock : undefined;
      return answer.event;
    });
  }

  /** Once locks in the way are gone, the primary is asked again without a wait. */
  async #askPrimary(question: StatusQuestion): Promise<StatusAnswer> {
    for (let round = 1; ; round++) {
      const answer = await checkStatus(
        this.#environment,
        this.#locks.locks[0],
        this.#options,
        question,
        this.#backoffer,
      );
      const [first] = answer.inTheWay;
      if (first === undefined) return answer;
      if (round > 1) {
        await this.#backoffer.sleep('txnLockFast', new LockedError(first.key, first.startTs));
      }
      const options = this.#options;
      const { waitMs } = await this.#environment.resolveInTheWay(answer.inTheWay, options, this.#backoffer);
      if (waitMs === 0) continue;
      if (options.mode !== 'collect') return answer;
      await this.#backoffer.sleep('txnLock', new LockedError(first.key, first.startTs), waitMs);
    }
  }

  checkSecondaries(): void {
    this.#step(async () => {
      const primary = this.#asyncPrimary;
      if (primary === undefined) throw new InternalError('Secondaries asked for without a primary lock');
      const event = await checkSecondaries(this.#environment, primary, this.#backoffer);
      if (event.type === 'secondaries.decided') this.#cache.remember(this.#locks.startTs, event.fate);
      return event;
    });
  }

  applyFate(fate: TransactionFate): void {
    const { background, detachedBackoffer } = this.#environment;
    if (this.#options.mode === 'collect' && this.#options.appliedByCaller === true) {
      if (this.#locks.isPessimistic) this.clearPessimisticLocks();
      else this.#send({ type: 'locks.applied' });
      return;
    }
    if (this.#options.mode !== 'read' || this.#awaits(fate)) {
      this.#step(() => this.#apply(fate, this.#backoffer));
      return;
    }
    const announce = () => this.#announce({ fate, waitMs: 0, pushed: false, error: undefined });
    if (background.size >= MAX_BACKGROUND_CLEANUPS) {
      this.#step(() => this.#apply(fate, this.#backoffer).finally(announce));
      return;
    }
    announce();
    background.run('lock cleanup after a read', async () => {
      const { ledger } = this.#backoffer.deadline;
      const backoffer = detachedBackoffer(BACKOFF_BUDGET_MS.asyncResolve, ledger);
      try {
        this.#send(await this.#apply(fate, backoffer));
      } catch (error) {
        this.#fail(error);
        throw error;
      } finally {
        backoffer.deadline.release();
      }
    });
  }

  clearPessimisticLocks(): void {
    this.#step(async () => {
      const { startTs, primary, locks } = this.#locks;
      // The status check has removed a lock on the primary. Locks that name a wrong primary say nothing about
      // locks that name another one (scenarios S054 and S080).
      const isGone = this.#primary === 'over' || this.#primary === 'absent';
      const left = isGone ? locks.filter(({ key }) => !equalBytes(key, primary)) : locks;
      const isOver = this.#primary === 'over' || this.#primary === 'remembered';
      const scope = isOver && this.#clearsRegions ? 'regions' : 'keys';
      await clearPessimisticLocks(this.#environment, startTs, left, scope, this.#backoffer);
      return { type: 'locks.applied' };
    });
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    const { primary, locks } = this.#locks;
    const [{ ttlMs, kind, useAsyncCommit }] = locks;
    const keys = locks.map(({ key }) => key);
    const { mode, callerStartTs } = this.#options;
    return { mode, callerStartTs, locks: keys.length, kind, useAsyncCommit, ttlMs, primary, keys };
  }

  /** Keeps inspectors from walking into the client. */
  toJSON(): undefined {
    return undefined;
  }

  get #clearsRegions(): boolean {
    return this.#options.mode === 'write' && this.#options.pessimisticRegion === true;
  }

  #remember(fate: TransactionFate): void {
    const { mode } = this.#options;
    const isClaimed = mode === 'write' && this.#options.primaryIsClaimed === true;
    if (isClaimed && fate.kind === 'rolledBack') return;
    this.#cache.remember(this.#locks.startTs, fate);
  }

  /** Whether a read needs the locks gone, and not just their fate. */
  #awaits(fate: TransactionFate): boolean {
    if (this.#options.mode !== 'read' || this.#options.awaitCommit !== true) return false;
    return fate.kind === 'committed' && fate.commitTs <= this.#options.callerStartTs;
  }

  async #apply(fate: TransactionFate, backoffer: Backoffer): Promise<LockResolverEvent> {
    const primary = this.#asyncPrimary;
    if (primary === undefined) {
      // A remembered fate may come from the secondaries: nobody has cleared the primary then.
      const isPrimarySettled = this.#primary !== 'remembered';
      const lite = this.#options.mode !== 'collect' && this.#options.lite === true;
      const how = { lite, isPrimarySettled };
      await resolveLocks(this.#environment, this.#locks, fate, how, backoffer);
    } else {
      const { startTs, primary: primaryKey } = this.#locks;
      const keys = [...primary.secondaries, primaryKey];
      await resolveKeys(this.#environment, startTs, fate, keys, backoffer);
    }
    return { type: 'locks.applied' };
  }

  #step(step: () => Promise<LockResolverEvent>): void {
    step().then(
      (event) => this.#send(event),
      (error: unknown) => this.#fail(error),
    );
  }

  #fail(error: unknown): void {
    if (error === undefined) return;
    this.#send({ type: 'step.failed', error: asTikvError(error) });
  }
}
