import type { AnyActorRef } from 'xstate';
import { type StatementContext, statementChart } from '../../../machines/statement.ts';
import { compiledOnUse } from '../../actor/compiled-on-use.ts';
import { sendWhileActive } from '../../actor/send-while-active.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { Deadline } from '../../retry/deadline.ts';
import type { TransactionEnvironment } from '../transaction-environment.ts';
import { type RunningStatement, type StatementHost, StatementSteps } from './statement-steps.ts';

const stepsOf = ({ task }: StatementContext) => task as StatementSteps<unknown>;

const statementLogic = compiledOnUse(statementChart, {
  actions: {
    fetchTimestamp: ({ context }) => stepsOf(context).fetchTimestamp(),
    runBody: ({ context }) => stepsOf(context).runBody(),
    keepLocks: ({ context }) => stepsOf(context).keepLocks(),
    finish: ({ context }) => stepsOf(context).finish(),
    cancel: ({ context }) => stepsOf(context).cancel(),
  },
});

/**
 * Runs a statement of a pessimistic transaction, by an actor below the transaction's.
 * @throws UsageError when the transaction has another statement, or locks keys; what the body throws, and
 * what the transaction was lost by; DeadlineError with the conflicts of earlier runs, AbortedError,
 * ClosedError
 */
export async function runStatement<Result>(
  environment: TransactionEnvironment,
  parent: AnyActorRef,
  startTs: Timestamp,
  host: StatementHost,
  body: (run: RunningStatement) => Promise<Result> | Result,
  deadline: Deadline,
): Promise<Result> {
  const steps = new StatementSteps(host, body, deadline);
  const actor = environment.root.start(statementLogic(), {
    id: `statement ${startTs}`,
    input: { startTs, task: steps },
    parent,
  });
  steps.connect((event) => sendWhileActive(actor, event));
  return steps.ended;
}
