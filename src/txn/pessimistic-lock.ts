import type { AnyActorRef } from 'xstate';
import { type PessimisticLockContext, pessimisticLockChart } from '../../machines/pessimistic-lock.ts';
import { compiledOnUse } from '../actor/compiled-on-use.ts';
import { settled } from '../actor/settled.ts';
import { ClosedError, type TikvError } from '../model/errors.ts';
import type { Grant, LockCall } from './lock-call.ts';
import { type LockingTransaction, PessimisticLockSteps } from './pessimistic-lock-steps.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';

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

/** How a lock call ended. */
export type LockEnd =
  | { readonly kind: 'acquired'; readonly grants: readonly Grant[] }
  /** The transaction goes on without the keys. */
  | { readonly kind: 'refused'; readonly error: TikvError }
  /** The transaction cannot go on. */
  | { readonly kind: 'doomed'; readonly error: TikvError };

/** A lock call under way. */
export interface RunningLockCall {
  /** Rejects with ClosedError when the client closes, or the call is cancelled. */
  readonly end: Promise<LockEnd>;
  /** Ends it from outside; what it has locked is given back in the background. */
  cancel(): void;
}

/** Starts the actor of one lock call below the actor of its transaction. */
export function startLockCall(
  environment: TransactionEnvironment,
  transaction: LockingTransaction,
  call: LockCall,
  parent: AnyActorRef,
): RunningLockCall {
  const steps = new PessimisticLockSteps(environment, transaction, call);
  const { startTs } = transaction;
  const actor = environment.root.start(pessimisticLockLogic(), {
    id: `pessimisticLock ${startTs}`,
    input: { startTs, needsTimestamp: call.asOf === undefined && transaction.needsFreshTs, task: steps },
    parent,
  });
  const ended = settled(actor, () => new ClosedError()).then(({ error }): LockEnd => {
    if (error === undefined) return { kind: 'acquired', grants: steps.grants };
    return { kind: actor.getSnapshot().hasTag('doomed') ? 'doomed' : 'refused', error };
  });
  return {
    end: ended,
    cancel: () => {
      environment.root.stopActor(actor);
      steps.giveUpKeys();
    },
  };
}
