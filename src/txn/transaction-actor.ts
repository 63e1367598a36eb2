import type { Actor } from 'xstate';
import { transactionMachine } from '../../machines/transaction.ts';
import { compiled } from '../actor/compiled.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';
import { TransactionSteps } from './transaction-steps.ts';

const of = (params: { readonly task: unknown }) => params.task as TransactionSteps;

const transactionLogic = compiled(
  transactionMachine.provide({
    actions: {
      fetchMinCommitTs: (_, params) => of(params).fetchMinCommitTs(),
      prewrite: (_, params) => of(params).prewrite(params.protocol),
      fetchCommitTs: (_, params) => of(params).fetchCommitTs(params.minCommitTs),
      commitPrimary: (_, params) => of(params).commitPrimary(params.commitTs),
      askPrimary: (_, params) => of(params).askPrimary(),
      commitSecondaries: (_, params) => of(params).commitSecondaries(params.commitTs, params.protocol),
      rollBack: (_, params) => of(params).rollBack(),
      stopKeepingAlive: (_, params) => of(params).stopKeepingAlive(),
      answerCommitted: (_, { task, ...result }) => of({ task }).answerCommitted(result),
      answerFailed: (_, params) => of(params).answerFailed(params.error),
    },
  }),
);

export interface RunningTransaction {
  readonly actor: Actor<typeof transactionLogic>;
  readonly steps: TransactionSteps;
}

/**
 * Starts the actor of one transaction.
 * @throws ClosedError when the client is closed
 */
export function startTransaction(
  environment: TransactionEnvironment,
  startTs: Timestamp,
): RunningTransaction {
  const steps = new TransactionSteps(environment, startTs);
  const input = { startTs, task: steps };
  const actor = environment.root.start(transactionLogic, { id: `transaction ${startTs}`, input });
  // A client that closes stops its actors; what their steps still have to say reaches nobody.
  steps.connect((event) => {
    if (actor.getSnapshot().status === 'active') actor.send(event);
  });
  return { actor, steps };
}
