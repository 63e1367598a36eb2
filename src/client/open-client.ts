import { BACKOFF_BUDGET_MS } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import type { Deadline } from '../retry/deadline.ts';
import { assemble } from './assemble.ts';
import type { LowerParts } from './assemble-lower.ts';
import { checkApiVersion } from './check-api-version.ts';
import { ClientCore } from './client-core.ts';
import { API_V1, openKeyspace } from './open-keyspace.ts';
import { Tikv } from './tikv.ts';

// Loaded only by `loadClient`: nothing else imports this module at run time.

/**
 * Creates the client on top of its lower parts once PD is reached: looks up the keyspace and checks the API
 * version.
 * @throws UsageError for a keyspace that is unknown or not enabled, and for a cluster of another API version
 */
export async function openClient(lower: LowerParts, deadline: Deadline): Promise<Tikv> {
  const { options, runtime, pd } = lower;
  const { keyspace } = options;
  const backoffer = new Backoffer(runtime, { deadline, budgetMs: BACKOFF_BUDGET_MS.read });
  const codecs = keyspace === undefined ? API_V1 : await openKeyspace(pd, keyspace, backoffer);
  await checkApiVersion(lower, codecs.raw, deadline);
  return new Tikv(new ClientCore(assemble(options, lower, codecs)));
}
