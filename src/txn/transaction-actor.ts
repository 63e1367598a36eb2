import type { Actor } from 'xstate';
import { type TransactionContext, transactionChart } from '../../machines/transaction.ts';
import { compiledOnUse } from '../actor/compiled-on-use.ts';
import { sendWhileActive } from '../actor/send-while-active.ts';
import type { TikvError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { TransactionEnvironment } from './transaction-environment.ts';
import { TransactionSteps } from './transaction-steps.ts';

const stepsOf = ({ task }: TransactionContext) => task as TransactionSteps;

const transactionLogic = compiledOnUse(transactionChart, {
  actions: {
    lockKeys: ({ context }) => stepsOf(context).lockKeys(),
    stopLocking: ({ context }) => stepsOf(context).stopLocking(),
    acquireLatches: ({ context }) => stepsOf(context).acquireLatches(),
    fetchMinCommitTs: ({ context }) => stepsOf(context).fetchMinCommitTs(),
    prewrite: ({ context }, { protocol }) => stepsOf(context).prewrite(protocol),
    fetchCommitTs: ({ context }) => stepsOf(context).fetchCommitTs(context.minCommitTs),
    commitPrimary: ({ context }) => stepsOf(context).commitPrimary(context.commitTs),
    askPrimary: ({ context }) => stepsOf(context).askPrimary(),
    commitSecondaries: ({ context }) =>
      stepsOf(context).commitSecondaries(context.commitTs, context.protocol),
    rollBack: ({ context }) => stepsOf(context).rollBack(),
    stopKeepingAlive: ({ context }) => stepsOf(context).stopKeepingAlive(),
    answerCommitted: ({ context }) => stepsOf(context).answerCommitted(context.commitTs, context.protocol),
    answerFailed: ({ context }) => stepsOf(context).answerFailed(context.error as TikvError),
    tellLost: ({ context }) => stepsOf(context).tellLost(context.error as TikvError),
  },
});

export interface RunningTransaction {
  readonly actor: Actor<ReturnType<typeof transactionLogic>>;
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
  const actor = environment.root.start(transactionLogic(), { id: `transaction ${startTs}`, input });
  // A client that closes stops its actors; what their steps still have to say reaches nobody.
  steps.connect((event) => sendWhileActive(actor, event));
  return { actor, steps };
}
