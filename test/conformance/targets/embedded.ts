import { startCluster } from '../../../src/testing/index.ts';
import type { ServerKind, Target } from '../target.ts';
import { openGrpc } from './grpc-target.ts';

/** An embedded cluster of one store, started for the purpose, over gRPC. */
export async function openEmbedded(kind: ServerKind): Promise<Target> {
  const cluster = await startCluster({
    stores: 1,
    apiVersion: kind.api,
    inMemoryPessimisticLocks: kind.inMemory,
    // Recorded sequences include what a well-behaved client never sends.
    checkInvariants: false,
  });
  const target = await openGrpc(cluster.addresses.pds[0] ?? '', kind);
  return {
    ...target,
    close: async () => {
      await target.close();
      await cluster.close();
    },
  };
}
