import type { Actor } from 'xstate';
import { type BulkTransactionContext, bulkTransactionChart } from '../../../machines/bulk-transaction.ts';
import { compiledOnUse } from '../../actor/compiled-on-use.ts';
import { sendWhileActive } from '../../actor/send-while-active.ts';
import type { TikvError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { BulkEnvironment, BulkOptions } from './bulk-environment.ts';
import { BulkSteps } from './bulk-steps.ts';

const stepsOf = ({ task }: BulkTransactionContext) => task as BulkSteps;

const bulkTransactionLogic = compiledOnUse(bulkTransactionChart, {
  actions: {
    flush: ({ context }) => stepsOf(context).flush(),
    cancelFlush: ({ context }) => stepsOf(context).cancelFlush(context.error),
    fetchCommitTs: ({ context }) => stepsOf(context).fetchCommitTs(context.minCommitTs),
    commitPrimary: ({ context }) => stepsOf(context).commitPrimary(context.commitTs),
    askPrimary: ({ context }) => stepsOf(context).askPrimary(),
    commitRange: ({ context }) => stepsOf(context).commitRange(context.commitTs),
    rollBackRange: ({ context }) => stepsOf(context).rollBackRange(),
    tellStoresItIsOver: ({ context }, { committed }) =>
      stepsOf(context).tellStoresItIsOver(committed ? context.commitTs : 0n),
    stopKeepingAlive: ({ context }) => stepsOf(context).stopKeepingAlive(),
    answerCommitted: ({ context }) => stepsOf(context).answerCommitted(context.commitTs),
    answerFailed: ({ context }) => stepsOf(context).answerFailed(context.error as TikvError),
    answerRolledBack: ({ context }) => stepsOf(context).answerRolledBack(),
  },
});

export interface RunningBulkTransaction {
  readonly actor: Actor<ReturnType<typeof bulkTransactionLogic>>;
  readonly steps: BulkSteps;
}

/**
 * Starts the actor of one bulk transaction.
 * @throws ClosedError when the client is closed
 */
export function startBulkTransaction(
  environment: BulkEnvironment,
  startTs: Timestamp,
  options: BulkOptions,
): RunningBulkTransaction {
  const steps = new BulkSteps(environment, startTs, options);
  const input = { startTs, task: steps };
  const id = `bulk transaction ${startTs}`;
  const actor = environment.root.start(bulkTransactionLogic(), { id, input });
  // A client that closes stops its actors; what their steps still have to say reaches nobody.
  steps.connect(actor, (event) => sendWhileActive(actor, event));
  return { actor, steps };
}
