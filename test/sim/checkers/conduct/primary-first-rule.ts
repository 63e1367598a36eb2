import type { Fields } from '../../../../src/testing/index.ts';
import { type ConductRule, keysOf, startTsOf, textOf } from './conduct-rule.ts';

/**
 * S006: no key of a transaction in two phases is committed before its primary is. With async commit the transaction is
 * committed before any key is, so that their order does not matter.
 */
export const primaryFirstRule: ConductRule = (report) => {
  const free = new Set<bigint>();
  return {
    request: ({ rpc, request }) => {
      const startTs = startTsOf(request);
      if (rpc === 'KvPrewrite' && request.useAsyncCommit === true) free.add(startTs);
      if (rpc !== 'KvCommit' || isForPrimary(request) || free.has(startTs)) return;
      report('S006-secondary-first', startTs, `commit of ${keysOf(request)[0]}`);
    },
    response: ({ rpc, request, response }) => {
      const isDone = response.regionError === undefined && response.error === undefined;
      if (rpc === 'KvCommit' && isDone && isForPrimary(request)) free.add(startTsOf(request));
    },
  };
};

export function isForPrimary(request: Fields): boolean {
  return keysOf(request).includes(textOf(request.primaryKey));
}
