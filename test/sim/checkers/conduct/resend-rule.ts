import type { Fields } from '../../../../src/testing/index.ts';
import { type ConductRule, keysOf, startTsOf, verdictOf } from './conduct-rule.ts';

const MARKED: ReadonlySet<string> = new Set(['KvPrewrite', 'KvCommit']);

/**
 * S045: what is sent again says so. Not what a store has looked at and refused, without a region error: it was not done,
 * and keys that are to be written unchecked would be checked for it.
 */
export const resendRule: ConductRule = (report) => {
  const open = new Map<string, number>();
  const change = (what: string, by: number) => open.set(what, (open.get(what) ?? 0) + by);
  return {
    request: ({ rpc, request }) => {
      if (!MARKED.has(rpc)) return;
      const what = nameOf(rpc, request);
      if ((open.get(what) ?? 0) > 0 && request.context?.isRetryRequest !== true) {
        report('S045-unmarked-resend', startTsOf(request), `${rpc} of ${keysOf(request)[0]}`);
      }
      change(what, 1);
    },
    response: ({ rpc, request, response }) => {
      const isRefused = response.regionError === undefined && verdictOf(response) === 'nothing';
      if (MARKED.has(rpc) && isRefused) change(nameOf(rpc, request), -1);
    },
  };
};

function nameOf(rpc: string, request: Fields): string {
  return `${rpc} ${startTsOf(request)} ${keysOf(request)[0]} ${request.commitVersion ?? ''}`;
}
