import { type ConductRule, keysOf, startTsOf } from './conduct-rule.ts';

const MARKED: ReadonlySet<string> = new Set(['KvPrewrite', 'KvCommit']);

/** S045: what is sent again says so. */
export const resendRule: ConductRule = (report) => {
  const sent = new Set<string>();
  return {
    request: ({ rpc, request }) => {
      if (!MARKED.has(rpc)) return;
      const startTs = startTsOf(request);
      const [first] = keysOf(request);
      const what = `${rpc} ${startTs} ${first} ${request.commitVersion ?? ''}`;
      if (sent.has(what) && request.context?.isRetryRequest !== true) {
        report('S045-unmarked-resend', startTs, `${rpc} of ${first}`);
      }
      sent.add(what);
    },
  };
};
