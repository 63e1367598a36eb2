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
        now: 'const inTheWay = [...sharersIn(response.error, lock), ...newerIn(response.error, lock)];',
        before: 'const inTheWay = newerIn(response.error, lock);',
      },
    ],
  },
  'a lock request that was granted beside its second copy is in its own way': {
    scenario: 'F15',
    verb: { name: 'locks that others hold, over a stream that breaks', cut: 'signal' },
    undone: [
      {
        file: 'src/txn/locking/lock-round.ts',
        now: 'if (isRepeated || this.#round.mayMeetOwn) {',
        before: 'if (this.#round.mayMeetOwn) {',
      },
    ],
  },
  'who is not to wait for a lock waits until its holder has written its primary': {
    scenario: 'S057',
    verb: { name: 'a lock that is not waited for', cut: 'signal' },
    undone: [
      {
        file: 'src/txn/locking/pessimistic-lock-steps.ts',
        now: 'if (waitMs === undefined) return',
        before: 'return',
      },
    ],
  },
  'a value under a shared lock is asked for once': {
    scenario: 'S072',
    scene: 'locks, one in common with others',
    undone: [
      {
        file: 'src/txn/locking/lock-answer.ts',
        now: 'const isUseless = call.isShared && wasAsked;',
        before: 'const isUseless = false;',
      },
    ],
  },
};
