import { describe, expect, it } from 'vitest';
import type { Fields, SimulatedProcess } from '../../../../src/testing/index.ts';
import { ConductWatch } from './conduct-watch.ts';

/** A message of transaction 5, and what became of it. */
interface Turn {
  readonly rpc: string;
  readonly request: Fields;
  /** Undefined: nothing came back. */
  readonly response?: Fields;
  readonly isUnsent?: boolean;
}

const START_TS = 5n;
const AGAIN = { context: { isRetryRequest: true } };
/** Region errors: one says that nothing was done, the other that nobody knows. */
const NOT_LEADER = { regionError: { notLeader: {} } };
const UNDETERMINED = { regionError: { undeterminedResult: {} } };
const DONE = {};

const bytes = (text: string) => new TextEncoder().encode(text);
const own = (rpc: string, request: Fields): Turn => ({
  rpc,
  request: { startVersion: START_TS, ...request },
});

/** The first key of all is the primary `a`. */
const prewrite = (keys: string, more: Fields = {}) =>
  own('KvPrewrite', {
    mutations: [...keys].map((key) => ({ key: bytes(key) })),
    primaryLock: bytes('a'),
    ...more,
  });
const onePhase = (keys: string, more: Fields = {}) =>
  prewrite(keys, { tryOnePc: true, maxCommitTs: 9n, ...more });
const async = (keys: string, more: Fields = {}) =>
  prewrite(keys, { useAsyncCommit: true, maxCommitTs: 9n, secondaries: [bytes('b')], ...more });
const commit = (keys: string, more: Fields = {}) =>
  own('KvCommit', { keys: [...keys].map(bytes), primaryKey: bytes('a'), commitVersion: 7n, ...more });
const pessimisticRollback = (keys = '') => own('KVPessimisticRollback', { keys: [...keys].map(bytes) });
const rollback = own('KvBatchRollback', { keys: [bytes('a')] });
const heartbeat = own('KvTxnHeartBeat', { primaryLock: bytes('a') });
const status = (response: Fields): Turn => ({
  rpc: 'KvCheckTxnStatus',
  request: { lockTs: START_TS },
  response,
});

const answered = (turn: Turn, response: Fields): Turn => ({ ...turn, response });
const unsent = (turn: Turn): Turn => ({ ...turn, isUnsent: true });

function watched(...clients: readonly (readonly Turn[])[]): ConductWatch {
  const watch = new ConductWatch();
  for (const [index, turns] of clients.entries()) {
    const process = { name: `c${index}` } as SimulatedProcess;
    const client = watch.of(process);
    for (const { rpc, request, response, isUnsent } of turns) {
      client.request?.({ rpc, request, process });
      if (isUnsent === true) client.unsent?.({ rpc, request, process });
      if (response !== undefined) client.response?.({ rpc, request, response, process });
    }
  }
  return watch;
}

const complaints = (...clients: readonly (readonly Turn[])[]) =>
  watched(...clients).anomalies.map(({ name }) => name);

type Case = readonly [rule: string, what: string, bad: readonly Turn[], good: readonly Turn[]];

const CASES: readonly Case[] = [
  [
    'S045-unmarked-resend',
    'a prewrite',
    [prewrite('ab'), prewrite('ab')],
    [prewrite('ab'), prewrite('ab', AGAIN)],
  ],
  [
    'S045-unmarked-resend',
    'a prewrite that a region error answered, not one that met a lock',
    [answered(prewrite('a'), NOT_LEADER), prewrite('a')],
    [answered(prewrite('a'), { errors: [{ locked: {} }] }), prewrite('a')],
  ],
  ['S045-unmarked-resend', 'a commit', [commit('a'), commit('a')], [commit('a'), commit('a', AGAIN)]],
  [
    'S045-unmarked-resend',
    'a commit, not one at another timestamp',
    [commit('a'), commit('a')],
    [commit('a'), commit('a', { commitVersion: 8n })],
  ],
  ['S006-secondary-first', 'at once', [commit('b')], [answered(commit('a'), DONE), commit('b')]],
  ['S006-secondary-first', 'before the answer', [commit('a'), commit('b')], [commit('ab')]],
  [
    'S006-secondary-first',
    'when the primary was refused',
    [answered(commit('a'), { error: {} }), commit('b')],
    [answered(commit('a'), DONE), commit('b')],
  ],
  [
    'S006-secondary-first',
    'when the primary was not reached',
    [answered(commit('a'), NOT_LEADER), commit('b')],
    [answered(commit('a'), NOT_LEADER), answered(commit('a', AGAIN), DONE), commit('b')],
  ],
  [
    'S006-secondary-first',
    'but for async commit',
    [answered(prewrite('ab'), DONE), commit('b')],
    [answered(async('ab'), { minCommitTs: 7n }), commit('b')],
  ],
  [
    'S006-secondary-first',
    'S029: that was turned down',
    [answered(async('ab'), { minCommitTs: 0n }), commit('b')],
    [answered(async('ab'), { minCommitTs: 0n }), answered(commit('a'), DONE), commit('b')],
  ],
  [
    'S022-several-batches',
    'one phase',
    [onePhase('a'), onePhase('b')],
    [onePhase('ab'), onePhase('ab', AGAIN)],
  ],
  [
    'S023-protocol-switch',
    'while one phase may have committed',
    [onePhase('a'), prewrite('a', AGAIN)],
    [answered(onePhase('a'), NOT_LEADER), prewrite('a', AGAIN)],
  ],
  [
    'S023-protocol-switch',
    'when nobody knows what was done',
    [answered(onePhase('a'), UNDETERMINED), prewrite('a', AGAIN)],
    [answered(onePhase('a'), { onePcCommitTs: 0n }), prewrite('a', AGAIN)],
  ],
  [
    'S023-protocol-switch',
    'when it was committed',
    [answered(onePhase('a'), { onePcCommitTs: 7n }), prewrite('a', AGAIN)],
    [unsent(onePhase('a')), prewrite('a', AGAIN)],
  ],
  ['S031-no-bound', 'one phase', [onePhase('a', { maxCommitTs: 0n })], [onePhase('a')]],
  ['S031-no-bound', 'async', [async('a', { maxCommitTs: START_TS })], [async('a')]],
  ['S031-no-bound', 'not in two phases', [async('a', { maxCommitTs: undefined })], [prewrite('a')]],
  [
    'S035-short-lived',
    'async, with locks that were taken before',
    [async('a', { forUpdateTs: 6n, maxCommitTs: 20n << 18n, lockTtl: 20n })],
    [async('a', { forUpdateTs: 6n, maxCommitTs: 20n << 18n, lockTtl: 21n })],
  ],
  [
    'S035-short-lived',
    'not where nothing was locked before',
    [async('a', { forUpdateTs: 6n, maxCommitTs: 20n << 18n })],
    [async('a', { maxCommitTs: 20n << 18n })],
  ],
  [
    'S080-left-behind',
    'nothing is there',
    [status({ action: 5 }), pessimisticRollback()],
    [status({ action: 5 }), pessimisticRollback('b')],
  ],
  [
    'S080-left-behind',
    'unless its primary has expired',
    [status({ action: 5 }), pessimisticRollback()],
    [status({ action: 4 }), status({ action: 5 }), pessimisticRollback()],
  ],
  [
    'S080-left-behind',
    'a live one says nothing',
    [status({ action: 5 }), status({ lockTtl: 20n }), pessimisticRollback()],
    [status({ lockTtl: 20n }), pessimisticRollback()],
  ],
  [
    'S008-cleanup',
    'a commit without an answer',
    [commit('a'), rollback],
    [answered(commit('a'), { error: {} }), rollback],
  ],
  [
    'S008-cleanup',
    'a commit',
    [answered(commit('a'), DONE), rollback],
    [answered(commit('a'), NOT_LEADER), rollback],
  ],
  [
    'S008-cleanup',
    'a commit of which nobody knows',
    [answered(commit('a'), UNDETERMINED), rollback],
    [unsent(commit('a')), rollback],
  ],
  [
    'S008-cleanup',
    'a commit that was refused, and asked for again',
    [answered(commit('a'), { error: {} }), commit('a', AGAIN), rollback],
    [commit('a'), answered(commit('a', AGAIN), { error: {} }), rollback],
  ],
  [
    'S008-cleanup',
    'unless somebody was told of a rollback',
    [commit('a'), status({ lockTtl: 20n }), rollback],
    [commit('a'), status({}), rollback],
  ],
  [
    'S008-cleanup',
    'what says nothing of a rollback',
    [commit('a'), status({ action: 5 }), rollback],
    [commit('a'), status({ action: 2 }), rollback],
  ],
  [
    'S008-cleanup',
    'S025: one phase without an answer',
    [onePhase('a'), rollback],
    [answered(onePhase('a'), { errors: [{}] }), rollback],
  ],
  [
    'S008-cleanup',
    'S025: one phase that was done',
    [answered(onePhase('a'), { onePcCommitTs: 7n }), rollback],
    [answered(onePhase('a'), { onePcCommitTs: 0n }), rollback],
  ],
  [
    'S008-cleanup',
    'S034: all keys of an async commit',
    [async('a'), async('b'), rollback],
    [async('a'), rollback],
  ],
  [
    'S008-cleanup',
    'though one was refused before it: the last of them counts',
    [answered(commit('a'), { error: { commitTsExpired: {} } }), commit('a', AGAIN), rollback],
    [
      commit('a'),
      answered(commit('a', AGAIN), { error: { commitTsExpired: {} } }),
      answered(commit('a', AGAIN), NOT_LEADER),
      rollback,
    ],
  ],
  [
    'S008-cleanup',
    'S034: of which none was refused',
    [answered(async('a'), { minCommitTs: 7n }), async('b'), rollback],
    [answered(async('a'), { minCommitTs: 7n }), answered(async('b'), { errors: [{}] }), rollback],
  ],
  [
    'S008-cleanup',
    'S034: and none fell back',
    [answered(async('ab'), { minCommitTs: 7n }), rollback],
    [answered(async('ab'), { minCommitTs: 0n }), rollback],
  ],
  [
    'S063-heartbeat',
    'of a lock that is gone',
    [answered(heartbeat, { error: {} }), heartbeat],
    [answered(heartbeat, { lockTtl: 20n }), answered(heartbeat, NOT_LEADER), heartbeat],
  ],
  [
    'S063-heartbeat',
    'unless it was given back, and taken again',
    [answered(heartbeat, { error: {} }), prewrite('a'), heartbeat],
    [answered(heartbeat, { error: {} }), own('KvPessimisticLock', { primaryLock: bytes('a') }), heartbeat],
  ],
  [
    'S063-heartbeat',
    'unless it is sent again',
    [answered(heartbeat, { error: {} }), heartbeat],
    [answered(heartbeat, { error: {} }), own('KvTxnHeartBeat', { primaryLock: bytes('a'), ...AGAIN })],
  ],
  [
    'S063-heartbeat',
    'unless it is for the primary that it had before',
    [answered(heartbeat, { error: {} }), heartbeat],
    [answered(own('KvTxnHeartBeat', { primaryLock: bytes('b') }), { error: {} }), heartbeat],
  ],
];

describe('conduct', () => {
  it.each(CASES)('%s: %s', (rule, _, bad, good) => {
    expect(complaints(bad)).toEqual([rule]);
    expect(complaints(good)).toEqual([]);
  });

  it('each client answers for itself', () => {
    expect(complaints([prewrite('a')], [prewrite('a')])).toEqual([]);
    expect(complaints([], [prewrite('a'), prewrite('a')])).toEqual(['S045-unmarked-resend']);
  });

  it('each transaction is looked at by itself', () => {
    const other = { ...rollback, request: { ...rollback.request, startVersion: 6n } };
    expect(complaints([commit('a'), other])).toEqual([]);
  });

  it.each<[string, readonly Turn[], boolean]>([
    ['nothing', [], false],
    ['a prewrite for two phases', [answered(prewrite('ab'), DONE)], false],
    ['a commit of the primary', [commit('a')], true],
    ['a commit of the primary, refused', [answered(commit('a'), { error: {} })], true],
    ['a commit of a secondary', [commit('b')], false],
    ['a prewrite for one phase', [onePhase('a')], true],
    ['a prewrite for async commit', [async('a')], true],
    ['a rollback', [rollback], false],
  ])('whether what was sent may commit a transaction: %s', (_, turns, hasAsked) => {
    expect(watched(turns).hasAsked(START_TS)).toBe(hasAsked);
  });
});
