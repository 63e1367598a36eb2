import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import { assemble, assembleLower } from './assemble.ts';
import { checkApiVersion } from './check-api-version.ts';
import { ClientCore } from './client-core.ts';
import { shutDown } from './close.ts';
import { API_V1, openKeyspace } from './open-keyspace.ts';
import { type ConnectOptions, parseOptions } from './options.ts';
import { Tikv } from './tikv.ts';

/**
 * Opens a client: finds PD's leader, learns the cluster's id, takes a first timestamp, looks up the keyspace, and
 * asks a store, for a second at most, whether it serves the API version. Everything else is connected when it is
 * needed.
 *
 * @param target a URL such as `tikv://10.0.0.1:2379,10.0.0.2:2379?keyspace=orders`, or options. Default: the
 * environment variable `TIKV_URL`
 * @throws UsageError with every problem of the options, for a keyspace that is unknown or not enabled, and for a
 * cluster of another API version; PdUnreachableError naming each endpoint with its reason; ClusterMismatchError when
 * the endpoints belong to several clusters; DeadlineError
 */
export async function connect(target?: string | ConnectOptions): Promise<Tikv> {
  const options = parseOptions(target);
  const lower = assembleLower(options);
  const { deadlines, runtime, session, timestamps, pd } = lower;
  const deadline = deadlines.start({ timeoutMs: options.timeoutMs });
  try {
    await session.leader(deadline);
    await timestamps.timestamp(deadline);
    const { keyspace } = options;
    const backoffer = new Backoffer(runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.read });
    const codecs = keyspace === undefined ? API_V1 : await openKeyspace(pd, keyspace, backoffer);
    await checkApiVersion(lower, codecs.raw, deadline);
    return new Tikv(new ClientCore(assemble(options, lower, codecs)));
  } catch (error) {
    await shutDown(lower, 0);
    throw error;
  } finally {
    deadline.release();
  }
}
