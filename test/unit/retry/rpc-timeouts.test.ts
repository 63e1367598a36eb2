import { expect, it } from 'vitest';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../../../src/retry/rpc-timeouts.ts';

it('TO-2 to TO-10: the timeouts of client-go', () => {
  expect(RPC_TIMEOUT_MS).toEqual({
    short: 30_000, // TO-2: ReadTimeoutShort
    medium: 60_000, // TO-3: ReadTimeoutMedium
    unsafeDestroyRange: 300_000, // TO-5: of TiDB's GC worker
    broadcastTxnStatus: 5_000, // TO-6: broadcastRpcTimeout
    pipelinedResolve: 20_000, // TO-7: of resolveFlushedLocks
    pd: 3_000, // TO-9: of PD's own client
    healthCheck: 1_000, // TO-10: storeLivenessTimeout
  });
});

it('TO-4: stores give a write up before the client does', () => {
  expect(MAX_WRITE_EXECUTION_MS).toBe(RPC_TIMEOUT_MS.short - 10_000);
});
