import type { Bug } from './bugs.ts';

const CLOSING = { calm: false, nemeses: ['close-client'], nemesisIntervalMs: 100 } as const;

/** Bugs of calls and clients that end, which were found and fixed: each is the client without its fix. */
export const UNDONE_ENDING_FIXES: Readonly<Record<string, Bug>> = {
  'a lookup that has failed goes on for other stores': {
    scenario: 'F46',
    workloads: ['register', 'set'],
    given: {
      calm: false,
      cluster: { stores: 5 },
      nemeses: ['close-client', 'crash-pd', 'kill-client'],
      nemesisIntervalMs: 200,
    },
    undone: [
      {
        file: 'src/region/cache/region-loader.ts',
        now: 'await allEnded(asked);',
        before: 'await Promise.all(asked);',
      },
    ],
  },
  'what fails after its time was over is heard by nobody': {
    scenario: 'F45',
    workloads: ['register', 'counter'],
    given: { calm: false, nemeses: ['pause-client'], nemesisIntervalMs: 100, timeoutsMs: [20, 500] },
    undone: [
      { file: 'src/retry/before-end.ts', now: 'promise.catch(() => {});', before: '' },
      {
        file: 'src/client/transact.ts',
        now: 'running.catch(() => { hasThrown = true; });',
        before: '',
      },
    ],
  },
  'a call that fails leaves its other requests without an end': {
    scenario: 'S063',
    workloads: ['idle-locks'],
    given: {
      calm: false,
      pessimistic: 1,
      nemeses: ['tso-jump', 'one-way-partition', 'drop-answers'],
      nemesisIntervalMs: 500,
      timeoutsMs: [20_000, 60_000],
    },
    undone: [
      {
        file: 'src/client/client-core.ts',
        now: 'deadline.cut(); listener?.noteFailure(error);',
        before: 'deadline.release(); listener?.noteFailure(error);',
      },
    ],
  },
  'a client that closes stops commits before they have decided what became of them': {
    scenario: 'F46',
    workloads: ['register', 'set'],
    given: CLOSING,
    undone: [
      {
        file: 'src/client/shut-down.ts',
        now: 'await endOfTurn(parts); parts.timestamps.close();',
        before: 'parts.timestamps.close();',
      },
    ],
  },
  'a client has closed before its requests have heard of it': {
    scenario: 'F46',
    workloads: ['bulk', 'levels'],
    given: { ...CLOSING, nemeses: ['close-client', 'clog', 'slow-store'] },
    undone: [
      {
        file: 'src/client/shut-down.ts',
        now: 'parts.root.stop(); await endOfTurn(parts);',
        before: 'parts.root.stop();',
      },
    ],
  },
  'a lock call whose time is over between two of its rounds goes round and round': {
    scenario: 'F45',
    verb: { name: 'locks in moved regions', cut: 'late' },
    undone: [
      {
        file: 'src/txn/locking/lock-round.ts',
        now: "this.#error ??= call.deadline.error('waiting for a lock'); return;",
        before: 'return;',
      },
    ],
  },
  'a lock call goes on until the keys that close a circle are given back': {
    scenario: 'S060',
    verb: { name: 'locks that close a circle', cut: 'signal' },
    undone: [
      {
        file: 'src/txn/locking/pessimistic-lock-steps.ts',
        now: "await beforeEnd(this.#call.deadline, 'waiting for a lock', this.#giveBack());",
        before: 'await this.#giveBack();',
      },
    ],
  },
  'a circle over a lock that is being given back ends the transaction': {
    scenario: 'S060',
    verb: { name: 'a lock that closes a circle with one that is being given back', cut: 'signal' },
    undone: [
      {
        file: 'src/txn/locking/pessimistic-lock-steps.ts',
        now: 'return this.#mayTellOfGivenBack && !isWaitedFor(deadlock, this.#transaction.heldKeys, cache);',
        before: 'return false;',
      },
    ],
  },
  'a circle over a lock that was given back ends the transaction': {
    scenario: 'S060',
    verb: { name: 'a lock that closes a circle with one that was given back', cut: 'signal' },
    undone: [
      {
        file: 'src/txn/locking/pessimistic-lock-steps.ts',
        now: 'this.#mayTellOfGivenBack = sentAtMs - this.#leftLocksAtMs <= STORE_WAIT_MS;',
        before: 'this.#mayTellOfGivenBack = mayMeetOwn;',
      },
    ],
  },
  'a scan that is left lets its next page go on': {
    scenario: 'F45',
    verb: { name: 'a scan that is left', cut: 'signal' },
    undone: [
      {
        file: 'src/region/scanner.ts',
        now: 'if (next !== undefined) deadline?.cut();',
        before: '',
      },
    ],
  },
};
