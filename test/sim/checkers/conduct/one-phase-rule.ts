import { physicalMs } from '../../../../src/index.ts';
import type { Fields } from '../../../../src/testing/index.ts';
import { type ConductRule, entryOf, keysOf, startTsOf, verdictOf } from './conduct-rule.ts';

/** What is known of the one request of a transaction. */
interface OnePhase {
  /** Of the first request. */
  readonly keys: string;
  /** Requests that may have committed it. */
  open: number;
}

/**
 * - S022: what is tried in one phase is all of the transaction, in one request.
 * - S023: once such a request may have committed it, no other protocol is tried.
 * - S031: what a store may commit by itself has an upper bound.
 * - S035: locks that were taken before live for longer than the commit that stores work out for them can be late.
 */
export const onePhaseRule: ConductRule = (report) => {
  const tried = new Map<bigint, OnePhase>();
  const change = (startTs: bigint, by: number) => {
    const state = tried.get(startTs);
    if (state !== undefined) state.open += by;
  };
  return {
    request: ({ rpc, request }) => {
      if (rpc !== 'KvPrewrite') return;
      const startTs = startTsOf(request);
      const isOnePhase = request.tryOnePc === true;
      if (
        (isOnePhase || request.useAsyncCommit === true) &&
        ((request.maxCommitTs ?? 0n) as bigint) <= startTs
      ) {
        report('S031-no-bound', startTs, `prewrite of ${keysOf(request)[0]}`);
      }
      if (isShortLived(request)) report('S035-short-lived', startTs, `prewrite of ${keysOf(request)[0]}`);
      if (!isOnePhase) {
        if ((tried.get(startTs)?.open ?? 0) > 0) {
          report('S023-protocol-switch', startTs, `prewrite of ${keysOf(request)[0]}`);
        }
        return;
      }
      const keys = keysOf(request).join(' ');
      const state = entryOf(tried, startTs, () => ({ keys, open: 0 }));
      if (state.keys !== keys) report('S022-several-batches', startTs, `prewrite of ${keys}`);
      state.open++;
    },
    unsent: ({ rpc, request }) => {
      if (rpc === 'KvPrewrite' && request.tryOnePc === true) change(startTsOf(request), -1);
    },
    response: ({ rpc, request, response }) => {
      if (rpc !== 'KvPrewrite' || request.tryOnePc !== true) return;
      const isFallback = response.onePcCommitTs === undefined || response.onePcCommitTs === 0n;
      const verdict = verdictOf(response);
      if (verdict === 'nothing') change(startTsOf(request), -1);
      // Locked as for two phases: no request of it has committed anything.
      else if (verdict === 'done' && isFallback) tried.delete(startTsOf(request));
    },
  };
};

/** An async commit in a pessimistic transaction whose TTL ends before its bound. */
function isShortLived({ useAsyncCommit, forUpdateTs, lockTtl, maxCommitTs, startVersion }: Fields): boolean {
  if (useAsyncCommit !== true || ((forUpdateTs ?? 0n) as bigint) === 0n) return false;
  const boundMs = physicalMs((maxCommitTs ?? 0n) as bigint) - physicalMs((startVersion ?? 0n) as bigint);
  return Number(lockTtl ?? 0n) <= boundMs;
}
