import type { Actor, AnyActorRef } from 'xstate';
import {
  type PessimisticLockContext,
  type PessimisticLockEvent,
  pessimisticLockChart,
} from '../../../machines/pessimistic-lock.ts';
import { compiledOnUse } from '../../actor/compiled-on-use.ts';
import { startIn } from '../../actor/start-in.ts';
import { observeEnd } from '../../actor/xstate-internals.ts';
import { asTikvError, type TikvError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import type { Grant, LockCall } from './lock-call.ts';
import type { LockOwner } from './lock-owner.ts';
import { type LockCallListener, PessimisticLockSteps } from './pessimistic-lock-steps.ts';

type Scope = { readonly context: PessimisticLockContext; readonly self: AnyActorRef };

const stepsOf = ({ context, self }: Scope) => (context.task as PessimisticLockSteps).by(self);

const pessimisticLockLogic = compiledOnUse(pessimisticLockChart, {
  actions: {
    fetchTimestamp: (scope) => stepsOf(scope).fetchTimestamp(),
    lockKeys: (scope) => stepsOf(scope).lockKeys(),
    resolveLocks: (scope) => stepsOf(scope).resolveLocks(),
    pause: (scope) => stepsOf(scope).pause(),
    releaseKeys: (scope) => stepsOf(scope).releaseKeys(),
    giveUpKeys: (scope) => stepsOf(scope).giveUpKeys(),
  },
});

type LockCallActor = Actor<ReturnType<typeof pessimisticLockLogic>>;

/** How a lock call ended. */
export type LockEnd =
  | { readonly kind: 'acquired'; readonly grants: readonly Grant[] }
  /** The transaction goes on without the keys. */
  | { readonly kind: 'refused'; readonly error: TikvError }
  /** The transaction cannot go on. */
  | { readonly kind: 'doomed'; readonly error: TikvError };

/**
 * One lock call under way. Plain code as long as its keys are granted, as for most; an actor, below the
 * transaction's, from its first other outcome on.
 */
export class RunningLockCall implements LockCallListener {
  readonly #environment: TransactionEnvironment;
  readonly #startTs: Timestamp;
  readonly #owner: AnyActorRef;
  readonly #steps: PessimisticLockSteps;
  readonly #done: (end: LockEnd) => void;
  #actor: LockCallActor | undefined;

  /**
   * @param owner the actor of the transaction
   * @param done called once with how it ended; not when it is cancelled, or its transaction ends
   */
  constructor(
    environment: TransactionEnvironment,
    transaction: LockOwner,
    call: LockCall,
    owner: AnyActorRef,
    done: (end: LockEnd) => void,
  ) {
    this.#environment = environment;
    this.#startTs = transaction.startTs;
    this.#owner = owner;
    this.#steps = new PessimisticLockSteps(environment, transaction, call, owner, this);
    this.#done = done;
  }

  /** @param needsTimestamp it has to lock at a fresh timestamp */
  start(needsTimestamp: boolean): void {
    if (!needsTimestamp && this.#environment.regions.actors !== 'always') {
      this.#steps.lockKeys();
      return;
    }
    const input = { startTs: this.#startTs, needsTimestamp, task: this.#steps };
    this.#follow(() => this.#environment.root.start(pessimisticLockLogic(), { ...this.#named, input }));
  }

  /** @internal Takes an outcome, while it is not an actor. */
  send(event: PessimisticLockEvent): void {
    if (event.type !== 'keys.locked') this.#becomeActor(event);
    else if (event.isAll) this.#done({ kind: 'acquired', grants: this.#steps.grants });
    else this.#steps.lockKeys();
  }

  /** Ends it from outside; what it has locked is released in the background. */
  cancel(): void {
    if (this.#actor !== undefined) this.#environment.root.stopActor(this.#actor);
    this.#steps.cancel();
  }

  get #named() {
    return { id: `pessimisticLock ${this.#startTs}`, parent: this.#owner };
  }

  #becomeActor(event: PessimisticLockEvent): void {
    const context = { startTs: this.#startTs, needsTimestamp: false, task: this.#steps, error: undefined };
    this.#follow(() =>
      startIn(this.#environment.root, pessimisticLockLogic(), 'locking', context, this.#named),
    );
    this.#actor?.send(event);
  }

  #follow(start: () => LockCallActor): void {
    let actor: LockCallActor;
    try {
      actor = start();
    } catch (error) {
      this.#done({ kind: 'refused', error: asTikvError(error) });
      return;
    }
    this.#actor = actor;
    const complete = () => {
      const snapshot = actor.getSnapshot();
      if (snapshot.status !== 'done') return;
      const { error } = snapshot.output;
      if (error === undefined) this.#done({ kind: 'acquired', grants: this.#steps.grants });
      else this.#done({ kind: snapshot.hasTag('doomed') ? 'doomed' : 'refused', error });
    };
    // The event at its start may have ended it.
    if (actor.getSnapshot().status !== 'active') complete();
    else
      observeEnd(actor, {
        complete,
        error: (error) => this.#done({ kind: 'refused', error: asTikvError(error) }),
      });
  }
}
