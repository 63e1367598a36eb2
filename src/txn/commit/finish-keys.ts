import type { RegionCall } from '../../region/request/region-call.ts';
import { backOffMoved } from '../../region/send-by-key.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../../retry/rpc-timeouts.ts';
import type { CommitTask } from './commit-task.ts';
import { type Batch, groupMutations, type Keyed } from './group-mutations.ts';
import { runBatches } from './run-batches.ts';

type Task = Pick<CommitTask, 'environment' | 'regions' | 'primary'>;

/** One kind of request that ends locks of a transaction. */
export interface Finish<Request, Response> extends Pick<RegionCall<Request, Response>, 'rpc'> {
  request(keys: readonly Uint8Array[], hasPrimary: boolean): Request;
  /** @throws when the store refuses */
  check(response: Response): void;
  /** The primary's batch has to be done before the others are sent (parity row GRP-4). */
  readonly primaryFirst: boolean;
}

/**
 * Ends the locks on keys, batch by batch, following regions that move, with a retry budget and a deadline of
 * its own. Nothing is sent for no keys.
 * @throws the first failure, after every batch has been tried; when a primary that comes first fails, no
 * other batch is sent
 */
export async function finishKeys<Request, Response>(
  task: Task,
  mutations: readonly Keyed[],
  budgetMs: number,
  finish: Finish<Request, Response>,
): Promise<void> {
  if (mutations.length === 0) return;
  const backoffer = task.environment.detachedBackoffer(budgetMs);
  try {
    const batches = await group(task, mutations, backoffer);
    await finishBatches(task, batches, backoffer, finish, false);
  } finally {
    backoffer.deadline.release();
  }
}

function group(
  { regions, primary }: Task,
  mutations: readonly Keyed[],
  backoffer: Backoffer,
): Promise<readonly Batch<Keyed>[]> {
  return groupMutations(regions.cache, mutations, primary, ({ key }) => key.length, backoffer);
}

async function finishBatches<Request, Response>(
  task: Task,
  batches: readonly Batch<Keyed>[],
  backoffer: Backoffer,
  finish: Finish<Request, Response>,
  resend: boolean,
): Promise<void> {
  const send = (batch: Batch<Keyed>) =>
    finishBatch(task, batch, batches.length === 1 ? backoffer : backoffer.fork(), finish, resend);
  const [first] = batches;
  const comesFirst = finish.primaryFirst && first?.hasPrimary === true;
  if (comesFirst) await send(first);
  const failures: unknown[] = [];
  const { commitConcurrency } = task.environment.limits;
  await runBatches(comesFirst ? batches.slice(1) : batches, commitConcurrency, (batch) =>
    send(batch).catch((error: unknown) => failures.push(error)),
  );
  if (failures.length > 0) throw failures[0];
}

async function finishBatch<Request, Response>(
  task: Task,
  batch: Batch<Keyed>,
  backoffer: Backoffer,
  finish: Finish<Request, Response>,
  resend: boolean,
): Promise<void> {
  const keys = batch.mutations.map(({ key }) => key);
  const request = finish.request(keys, batch.hasPrimary);
  const result = await task.regions.send({
    rpc: finish.rpc,
    request,
    region: batch.region,
    timeoutMs: RPC_TIMEOUT_MS.short,
    executionLimitMs: MAX_WRITE_EXECUTION_MS,
    backoffer,
    resend,
  });
  if (result.kind === 'succeeded') return finish.check(result.response);
  if (result.kind === 'failed') throw result.error;
  await backOffMoved(result, backoffer);
  const batches = await group(task, batch.mutations, backoffer);
  return finishBatches(task, batches, backoffer, finish, true);
}
