import type { Fields } from '../../../../src/testing/index.ts';
import { type ConductRule, keysOf, startTsOf, textOf, verdictOf } from './conduct-rule.ts';

/**
 * S006: no key of a transaction in two phases is committed before its primary is. With async commit the transaction is
 * committed before any key is, so that their order does not matter; unless a store turned that down for some key (S029).
 */
export const primaryFirstRule: ConductRule = (report) => {
  const free = new Set<bigint>();
  const turnedDown = new Set<bigint>();
  return {
    request: ({ rpc, request }) => {
      const startTs = startTsOf(request);
      const isAsync = rpc === 'KvPrewrite' && request.useAsyncCommit === true;
      if (isAsync && !turnedDown.has(startTs)) free.add(startTs);
      if (rpc !== 'KvCommit' || isForPrimary(request) || free.has(startTs)) return;
      report('S006-secondary-first', startTs, `commit of ${keysOf(request)[0]}`);
    },
    response: ({ rpc, request, response }) => {
      const isDone = response.regionError === undefined && response.error === undefined;
      if (rpc === 'KvCommit' && isDone && isForPrimary(request)) free.add(startTsOf(request));
      const isAsync = rpc === 'KvPrewrite' && request.useAsyncCommit === true;
      if (!isAsync || verdictOf(response) !== 'done' || ((response.minCommitTs ?? 0n) as bigint) > 0n) return;
      turnedDown.add(startTsOf(request));
      free.delete(startTsOf(request));
    },
  };
};

export function isForPrimary(request: Fields): boolean {
  return keysOf(request).includes(textOf(request.primaryKey));
}
