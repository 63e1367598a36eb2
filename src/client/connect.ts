import { assemble } from './assemble.ts';
import { ClientCore } from './client-core.ts';
import { closeClient } from './close.ts';
import { type ConnectOptions, parseOptions } from './options.ts';
import { Tikv } from './tikv.ts';

/**
 * Opens a client: finds PD's leader, learns the cluster's id and takes a first timestamp. Everything else is
 * connected when it is needed.
 *
 * @param target a URL such as `tikv://10.0.0.1:2379,10.0.0.2:2379?timeoutMs=5000`, or options
 * @throws UsageError with every problem of the options; PdUnreachableError naming each endpoint with its reason;
 * ClusterMismatchError when the endpoints belong to several clusters; DeadlineError
 */
export async function connect(target: string | ConnectOptions): Promise<Tikv> {
  const core = new ClientCore(assemble(parseOptions(target)));
  try {
    await core.run(undefined, async (deadline) => {
      await core.parts.session.leader(deadline);
      await core.timestamps.timestamp(deadline);
    });
  } catch (error) {
    await closeClient(core, { drainMs: 0 });
    throw error;
  }
  return new Tikv(core);
}
