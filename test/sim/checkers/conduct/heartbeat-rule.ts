import { type ConductRule, startTsOf } from './conduct-rule.ts';

/** S063: a transaction whose lock is gone sends no more heartbeats, unless it gave its locks back and takes new ones. */
export const heartbeatRule: ConductRule = (report) => {
  const gone = new Set<bigint>();
  return {
    request: ({ rpc, request }) => {
      if (rpc === 'KvPessimisticLock') gone.delete(startTsOf(request));
      if (rpc !== 'KvTxnHeartBeat' || !gone.has(startTsOf(request))) return;
      report('S063-heartbeat', startTsOf(request), 'its lock is gone, and it beats on');
    },
    response: ({ rpc, request, response }) => {
      if (rpc === 'KvTxnHeartBeat' && response.error !== undefined) gone.add(startTsOf(request));
    },
  };
};
