import { kvrpcpb } from '#proto';
import { type ConductRule, keysOf, startTsOf } from './conduct-rule.ts';

const { LockNotExistDoNothing } = kvrpcpb.Action;

/**
 * S080: a pessimistic lock whose primary is not there goes alone. Its transaction may be alive, with another primary; only
 * who was told that the transaction has ended, or its primary has expired, clears all of its locks.
 */
export const leftBehindRule: ConductRule = (report) => {
  const leftBehind = new Set<bigint>();
  const over = new Set<bigint>();
  return {
    request: ({ rpc, request }) => {
      const startTs = startTsOf(request);
      if (rpc !== 'KVPessimisticRollback' || keysOf(request).length > 0) return;
      if (leftBehind.has(startTs) && !over.has(startTs)) report('S080-left-behind', startTs, 'all its locks');
    },
    response: ({ rpc, request, response }) => {
      // Told by its secondaries.
      if (rpc === 'KvCheckSecondaryLocks') over.add(startTsOf(request));
      if (rpc !== 'KvCheckTxnStatus' || response.regionError !== undefined || response.error !== undefined)
        return;
      const isOver = response.action !== LockNotExistDoNothing && (response.lockTtl ?? 0n) === 0n;
      if (isOver) over.add(request.lockTs as bigint);
      else if (response.action === LockNotExistDoNothing) leftBehind.add(request.lockTs as bigint);
    },
  };
};
