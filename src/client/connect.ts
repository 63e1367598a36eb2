import { showCaller } from '../model/errors/show-caller.ts';
import { NetworkError, PdError, PdUnreachableError } from '../model/errors.ts';
import type { PdSession } from '../pd/pd-session.ts';
import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import type { Deadline } from '../retry/deadline.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import { assembleLower, type LowerParts } from './assemble-lower.ts';
import { loadClient } from './load-client.ts';
import type { ConnectOptions, OptionsBesideUrl } from './options/connect-options.ts';
import { parseOptions } from './options/parse-options.ts';
import { shutDown } from './shut-down.ts';
import type { Tikv } from './tikv.ts';

/**
 * Opens a client: finds PD's leader, learns the cluster's id, takes a first timestamp, looks up the keyspace,
 * and asks a store, for at most a second, whether it serves the API version. Other connections are opened
 * when they are needed. The first call of a process also loads most of the library, while it waits for PD.
 *
 * @param target a URL such as `tikv://10.0.0.1:2379,10.0.0.2:2379?keyspace=orders`, or options. Default: the
 * environment variable `TIKV_URL`
 * @param besideUrl options beside a URL, such as `inspect`, which no URL can hold; each is given once
 * @throws UsageError with every problem of the options, for a keyspace that is unknown or not enabled, and
 * for a cluster of another API version; PdUnreachableError with the error of each endpoint, after 40 seconds
 * of retries if an endpoint is only silent or is electing a leader; ClusterMismatchError when the endpoints
 * belong to several clusters; DeadlineError
 */
export async function connect(target?: string | ConnectOptions, besideUrl?: OptionsBesideUrl): Promise<Tikv> {
  const lower = assembleLower(parseOptions(target, besideUrl));
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

/** @throws why PD cannot be reached, unless that may pass */
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
 * A PD that is up but silent is busy, or this process is; one that says it cannot answer now is electing a
 * leader or starting. Both are worth asking again; a port on which nobody listens is not.
 */
function mayPass(attempt: unknown): boolean {
  if (attempt instanceof PdError) return attempt.retryable;
  return attempt instanceof NetworkError && attempt.status === GRPC_STATUS.deadlineExceeded;
}
