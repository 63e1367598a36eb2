import type { RegionCall } from '../region/region-call.ts';
import { backOffMoved } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { CommitTask } from './commit-task.ts';
import { type Batch, groupMutations } from './group-mutations.ts';
import type { Mutation } from './mutation.ts';
import { runBatches } from './run-batches.ts';

/** One kind of request that ends locks of a transaction. */
export interface Finish<Request, Response> extends Pick<RegionCall<Request, Response>, 'rpc'> {
  request(keys: readonly Uint8Array[], hasPrimary: boolean): Request;
  /** @throws when the store refuses */
  check(response: Response): void;
  /** The primary's batch has to be through before the others are sent (parity row GRP-4). */
  readonly primaryFirst: boolean;
}

/**
 * Ends the locks on keys, batch by batch, following regions that move, with a budget and a deadline of its own.
 * Nothing is sent for no keys.
 * @throws the first failure, when every batch has been tried; a primary that comes first and fails is the last
 */
export async function finishKeys<Request, Response>(
  task: Pick<CommitTask, 'environment' | 'primary'>,
  mutations: readonly Mutation[],
  budgetMs: number,
  finish: Finish<Request, Response>,
): Promise<void> {
  const backoffer = task.environment.detachedBackoffer(budgetMs);
  try {
    await finishGrouped(task, mutations, backoffer, finish, false);
  } finally {
    backoffer.deadline.release();
  }
}

async function finishGrouped<Request, Response>(
  task: Pick<CommitTask, 'environment' | 'primary'>,
  mutations: readonly Mutation[],
  backoffer: Backoffer,
  finish: Finish<Request, Response>,
  resend: boolean,
): Promise<void> {
  if (mutations.length === 0) return;
  const { regions } = task.environment;
  const batches = await groupMutations(
    regions.cache,
    mutations,
    task.primary,
    ({ key }) => key.length,
    backoffer,
  );

  const send = async (batch: Batch) => {
    const keys = batch.mutations.map(({ key }) => key);
    const request = finish.request(keys, batch.hasPrimary);
    const own = batches.length === 1 ? backoffer : backoffer.fork();
    const { rpc, check } = finish;
    const { region } = batch;
    const timeoutMs = RPC_TIMEOUT_MS.short;
    const result = await regions.send({ rpc, request, region, timeoutMs, backoffer: own, resend });
    if (result.kind === 'succeeded') return check(result.response);
    if (result.kind === 'failed') throw result.error;
    await backOffMoved(result, own);
    await finishGrouped(task, batch.mutations, own, finish, true);
  };

  const failures: unknown[] = [];
  const attempt = (batch: Batch) => send(batch).catch((error: unknown) => failures.push(error));
  if (finish.primaryFirst && batches[0]?.hasPrimary === true) await send(batches[0]);
  await runBatches(finish.primaryFirst ? batches.filter(({ hasPrimary }) => !hasPrimary) : batches, attempt);
  if (failures.length > 0) throw failures[0];
}
