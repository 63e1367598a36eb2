import type { Bug } from './bugs.ts';

const OPTIMISTIC = { pessimistic: 0 } as const;
const PREWRITE = 'src/txn/commit/prewrite.ts';
const TRANSACT = 'src/client/transact.ts';
const GIVEN_UP = { calm: false, abort: { chance: 0.5, meanMs: 5 }, timeoutsMs: [20, 500] } as const;

/** Bugs of commits, and of `transact`, which were found and fixed: each is the client without its fix. */
export const UNDONE_COMMIT_FIXES: Readonly<Record<string, Bug>> = {
  'an optimistic lock on a key that is inserted and deleted again is a mere check': {
    scenario: 'S019',
    workloads: ['unique'],
    given: OPTIMISTIC,
    undone: [
      {
        file: 'src/txn/commit/build-mutations.ts',
        now: "return plain.op === 'checkNotExists' ? absentAsInserted(mutation('lock', write.key)) : plain;",
        before: 'return plain;',
      },
    ],
  },
  'a commit of the body of transact counts as missed when the time is over': {
    scenario: 'S008',
    workloads: ['register', 'counter'],
    given: GIVEN_UP,
    undone: [
      {
        file: TRANSACT,
        now: "if (state === 'active' || state === 'rolledBack') throw error;",
        before: 'throw error;',
      },
    ],
  },
  'a body of transact that was given up can still commit by itself': {
    scenario: 'S008',
    workloads: ['set'],
    // The time of a call is over before a paused client has noticed, and its body goes on.
    given: {
      calm: false,
      nemeses: ['pause-client', 'tso-stall'],
      nemesisIntervalMs: 100,
      timeoutsMs: [20, 1_000],
      abort: { chance: 0, meanMs: 1 },
      pessimistic: 0,
    },
    undone: [
      {
        file: TRANSACT,
        now: "if (state === 'active') await giveUp(core, transaction, deadline);",
        before: '',
      },
    ],
  },
  'transact waits until its locks are given back, whatever its deadline says': {
    scenario: 'F10',
    workloads: ['circles', 'locked-append'],
    given: { ...GIVEN_UP, pessimistic: 1, nemeses: ['slow-disk', 'clog'], nemesisIntervalMs: 100 },
    undone: [
      {
        file: TRANSACT,
        now: 'await beforeEnd(deadline, STAGE, rolledBack).catch(() => {});',
        before: 'await rolledBack.catch(() => {});',
      },
    ],
  },
  'two phases behind one that was tried are no resend': {
    scenario: 'S045',
    workloads: ['bank', 'mixed'],
    given: {
      calm: false,
      client: { asyncCommit: false, onePhaseCommit: true },
      nemeses: ['split', 'merge', 'epoch-not-match', 'drop-answers'],
      nemesisIntervalMs: 100,
    },
    undone: [
      {
        file: 'src/txn/transaction-steps.ts',
        now: 'wasSent: this.#prewriteWasSent,',
        before: 'wasSent: false,',
      },
    ],
  },
  'a transaction with a key that is only checked commits asynchronously': {
    scenario: 'S033',
    workloads: ['unique'],
    given: { ...OPTIMISTIC, client: { asyncCommit: true, onePhaseCommit: false } },
    undone: [
      {
        file: 'src/txn/commit/choose-protocol.ts',
        now: '&& mutations.every(leavesLock);',
        before: ';',
      },
    ],
  },
  'a pessimistic transaction ends whoever has locked what it writes without a lock': {
    scenario: 'S121',
    workloads: ['circles', 'counter'],
    given: { calm: true, pessimistic: 1 },
    undone: [
      {
        file: PREWRITE,
        now: 'const told = isPessimistic ? locks.map((lock) => this.#withTtl(lock, metAtMs)) : locks;',
        before: 'const told = locks;',
      },
    ],
  },
  'a key that is only checked keeps others from committing': {
    scenario: 'LAT-2',
    workloads: ['assertions', 'unique'],
    given: { calm: true, pessimistic: 0, client: { localLatches: 256 } },
    undone: [
      {
        file: 'src/txn/transaction-steps.ts',
        now: 'mutations.filter(leavesLock).map(({ key }) => key)',
        before: 'mutations.map(({ key }) => key)',
      },
    ],
  },
};
