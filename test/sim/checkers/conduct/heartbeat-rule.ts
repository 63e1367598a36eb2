import { type ConductRule, entryOf, startTsOf, textOf } from './conduct-rule.ts';

/**
 * S063: a transaction whose lock is gone sends no more heartbeats for it, unless it gave its locks back and takes new ones. One
 * for a primary it had before may be under way still, and be sent again; so may one whose answer came when its time was over.
 */
export const heartbeatRule: ConductRule = (report) => {
  const gone = new Map<bigint, Set<string>>();
  return {
    request: ({ rpc, request }) => {
      if (rpc === 'KvPessimisticLock') gone.delete(startTsOf(request));
      if (request.context?.isRetryRequest === true) return;
      if (rpc !== 'KvTxnHeartBeat' || !gone.get(startTsOf(request))?.has(textOf(request.primaryLock))) return;
      report('S063-heartbeat', startTsOf(request), 'its lock is gone, and it beats on');
    },
    response: ({ rpc, request, response }) => {
      if (rpc !== 'KvTxnHeartBeat' || response.error === undefined) return;
      entryOf(gone, startTsOf(request), () => new Set()).add(textOf(request.primaryLock));
    },
  };
};
