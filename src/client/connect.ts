import { showCaller } from '../model/errors/show-caller.ts';
import { NetworkError, PdError, PdUnreachableError } from '../model/errors.ts';
import type { PdSession } from '../pd/pd-session.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import type { Deadline } from '../retry/deadline.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import { assembleLower, type LowerParts } from './assemble-lower.ts';
import { loadClient } from './load-client.ts';
import { type ConnectOptions, parseOptions } from './options.ts';
import { shutDown } from './shut-down.ts';
import type { Tikv } from './tikv.ts';

/**
 * Opens a client: finds PD's leader, learns the cluster's id, takes a first timestamp, looks up the keyspace, and
 * asks a store, for a second at most, whether it serves the API version. Everything else is connected when it is
 * needed. The first call of a process also loads most of the library, while PD is being asked.
 *
 * @param target a URL such as `tikv://10.0.0.1:2379,10.0.0.2:2379?keyspace=orders`, or options. Default: the
 * environment variable `TIKV_URL`
 * @throws UsageError with every problem of the options, for a keyspace that is unknown or not enabled, and for a
 * cluster of another API version; PdUnreachableError naming each endpoint with its reason, after 40 seconds of asking
 * again where one of them only says nothing or is electing; ClusterMismatchError when the endpoints belong to several
 * clusters; DeadlineError
 */
export async function connect(target?: string | ConnectOptions): Promise<Tikv> {
  const lower = assembleLower(parseOptions(target));
  const deadline = lower.deadlines.start({ timeoutMs: lower.options.timeoutMs });
  try {
    const [, { openClient }] = await Promise.all([meetPd(lower, deadline), loadClient()]);
    return await openClient(lower, deadline);
  } catch (error) {
    await shutDown(lower, 0);
    showCaller(error);
    throw error;
  } finally {
    deadline.release();
  }
}

async function meetPd({ session, timestamps, runtime }: LowerParts, deadline: Deadline): Promise<void> {
  const backoffer = new Backoffer(runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.read });
  while (!(await isMet(session, backoffer)));
  await timestamps.timestamp(deadline);
}

/** @throws what it cannot be met for, unless that may pass */
async function isMet(session: PdSession, backoffer: Backoffer): Promise<boolean> {
  try {
    await session.leader(backoffer.deadline);
    return true;
  } catch (error) {
    if (!(error instanceof PdUnreachableError) || !error.attempts.some(mayPass)) throw error;
    await backoffer.sleep('pdRpc', error);
    return false;
  }
}

/**
 * A PD that is there and says nothing is busy, or this process is; one that says that it cannot answer now elects, or is
 * starting. Either is worth asking again, where a port that nobody listens at is not.
 */
function mayPass(attempt: unknown): boolean {
  if (attempt instanceof PdError) return attempt.retryable;
  return attempt instanceof NetworkError && attempt.status === GRPC_STATUS.deadlineExceeded;
}
