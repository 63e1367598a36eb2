import type { Bug } from './bugs.ts';

const PESSIMISTIC = { calm: false, pessimistic: 1 } as const;

/** Bugs of transactions that lock, which were found and fixed: each is the client without its fix. */
export const UNDONE_LOCK_FIXES: Readonly<Record<string, Bug>> = {
  'who shares the primary of a transaction hides its fate': {
    scenario: 'S072',
    workloads: ['on-call'],
    given: {
      ...PESSIMISTIC,
      nemeses: ['kill-client', 'clog', 'slow-disk'],
      nemesisIntervalMs: 200,
    },
    undone: [
      {
        file: 'src/lock/check-status.ts',
        now: 'const sharers = sharersIn(response.error, lock);',
        before: 'const sharers: readonly Lock[] = [];',
      },
    ],
  },
};
