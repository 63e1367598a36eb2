import { type LockedValue, UndeterminedError } from '../../../src/index.ts';
import type { Fields } from '../../../src/testing/index.ts';
import type { Rewrite, SeenRequest } from '../rewriting-transport.ts';
import type { Bug } from './bugs.ts';
import { bigintOf, listOf, onRequest, onResponse, without } from './changes.ts';
import { failedInstead, onCommit, onTransaction, overlay } from './client-bugs.ts';

const PESSIMISTIC = { pessimistic: 1 } as const;
/** Where nothing goes wrong by itself, what locks promise can be told from what they seem to. */
const CALM = { calm: true, pessimistic: 1 } as const;
/** Stores lose the locks that they keep in memory. */
const LEADERS = {
  pessimistic: 1,
  cluster: { inMemoryPessimisticLocks: true },
  nemeses: ['lose-leader'],
  nemesisIntervalMs: 500,
} as const;

const isPessimistic = ({ forUpdateTs }: Fields) => bigintOf(forUpdateTs) > 0n;
const actionsOf = ({ pessimisticActions }: Fields) => (pessimisticActions ?? []) as readonly number[];

/** Client bugs of transactions that lock. */
export const LOCK_BUGS: Readonly<Record<string, Bug>> = {
  'a commit that was called off is told as a failure': {
    scenario: 'S042',
    workloads: ['register', 'counter'],
    given: { client: { asyncCommit: true, onePhaseCommit: false }, abort: { chance: 0.5, meanMs: 3 } },
    ...onCommit(async (transaction, _, options) => {
      try {
        return await transaction.commit(options);
      } catch (error) {
        const isCalledOff = error instanceof UndeterminedError && options?.signal?.aborted === true;
        throw isCalledOff ? failedInstead() : error;
      }
    }),
  },
  'what is checked is told of all keys but the last': {
    scenario: 'S048',
    workloads: ['bank', 'circles'],
    given: PESSIMISTIC,
    ...onRequest('KvPrewrite', (request) =>
      isPessimistic(request) && actionsOf(request).length > 1
        ? { ...request, pessimisticActions: actionsOf(request).slice(0, -1) }
        : undefined,
    ),
  },
  'constraints point at the key behind theirs': {
    scenario: 'S049',
    workloads: ['locked-append', 'circles'],
    given: CALM,
    ...onRequest('KvPrewrite', (request) => {
      const count = listOf(request.mutations).length;
      const constraints = listOf(request.forUpdateTsConstraints);
      if (count < 2 || constraints.length === 0) return undefined;
      const moved = constraints.map((one) => ({ ...one, index: (Number(one.index ?? 0) + 1) % count }));
      return { ...request, forUpdateTsConstraints: moved };
    }),
  },
  'a value for update is that of the beginning': {
    scenario: 'S051',
    workloads: ['counter', 'bank'],
    given: PESSIMISTIC,
    ...onTransaction((transaction) =>
      overlay(transaction, {
        batchGetForUpdate: async (keys, options) => {
          await transaction.lock(keys, options);
          return transaction.batchGet(keys);
        },
      }),
    ),
  },
  'heartbeats prolong nothing': {
    scenario: 'S052',
    workloads: ['idle-locks'],
    given: CALM,
    ...onRequest('KvTxnHeartBeat', (request) => ({ ...request, adviseLockTtl: 1n })),
  },
  'each lock request names a primary of its own': {
    scenario: 'S053',
    workloads: ['idle-locks', 'circles'],
    given: CALM,
    ...onRequest('KvPessimisticLock', (request) => ({
      ...request,
      primaryLock: listOf(request.mutations)[0]?.key,
    })),
  },
  'a primary that is none is asked all the same': {
    scenario: 'S054',
    workloads: ['locked-append', 'circles'],
    given: PESSIMISTIC,
    ...onRequest('KvCheckTxnStatus', (request) => ({
      ...request,
      primaryKey: Uint8Array.of(...(request.primaryKey as Uint8Array), 0),
      verifyIsPrimary: false,
    })),
  },
  'locks are not given back': {
    scenario: 'S055',
    workloads: ['circles', 'idle-locks'],
    given: { ...CALM, client: { asyncCommit: true } },
    ...onRequest('KVPessimisticRollback', (request) => ({ ...request, forUpdateTs: 1n })),
  },
  'locks are given back as of the beginning': {
    scenario: 'S066',
    workloads: ['circles', 'counter'],
    given: CALM,
    ...onRequest('KVPessimisticRollback', (request) => ({ ...request, forUpdateTs: request.startVersion })),
  },
  'who is not to wait waits as long as the store does': {
    scenario: 'S057',
    workloads: ['idle-locks', 'circles'],
    given: CALM,
    ...onRequest('KvPessimisticLock', (request) =>
      bigintOf(request.waitTimeout) < 0n ? { ...request, waitTimeout: 0n } : undefined,
    ),
  },
  'a wait ends when the store has waited once': {
    scenario: 'S058',
    workloads: ['idle-locks'],
    given: CALM,
    ...onTransaction((transaction) =>
      overlay(transaction, {
        batchGetForUpdate: (keys, options) =>
          transaction.batchGetForUpdate(keys, {
            ...options,
            waitMs: typeof options?.waitMs === 'number' ? Math.min(options.waitMs, 1_000) : options?.waitMs,
          }),
      }),
    ),
  },
  'a deadlock is taken for a lock': {
    scenario: 'S059',
    workloads: ['circles'],
    // Whoever waits in a circle waits for longer than anybody else does.
    given: { ...CALM, timeoutsMs: [30_000, 60_000] },
    ...onResponse('KvPessimisticLock', (response, request) =>
      listOf(response.errors).some(({ deadlock }) => deadlock !== undefined)
        ? {
            ...response,
            errors: listOf(response.errors).map(({ deadlock }) => {
              const { lockTs, lockKey } = deadlock as Fields;
              const lock = {
                lockVersion: lockTs,
                primaryLock: lockKey,
                key: lockKey,
                lockTtl: 60_000n,
                lockType: 5,
              };
              return { locked: { ...lock, durationToLastUpdateMs: 1n } };
            }),
            results: request.wakeUpMode === 1 ? [{ type: 2 }] : [],
          }
        : undefined,
    ),
  },
  'a circle of one call alone is told as a deadlock': {
    scenario: 'S060',
    workloads: ['circles'],
    given: CALM,
    ...onResponse('KvPessimisticLock', (response) =>
      listOf(response.errors).some(({ deadlock }) => deadlock !== undefined)
        ? {
            ...response,
            errors: listOf(response.errors).map(({ deadlock }) => ({
              deadlock: { ...(deadlock as Fields), deadlockKeyHash: 1n },
            })),
          }
        : undefined,
    ),
  },
  'heartbeats go on when their lock is gone': {
    scenario: 'S063',
    workloads: ['idle-locks'],
    given: { ...PESSIMISTIC, nemeses: ['pause-client', 'tso-jump'] },
    ...onResponse('KvTxnHeartBeat', (response) =>
      response.error === undefined ? undefined : { ...without(response, 'error'), lockTtl: 20_000n },
    ),
  },
  'a TTL is not counted from the beginning of its transaction': {
    scenario: 'S064',
    workloads: ['idle-locks'],
    given: CALM,
    ...onRequest('KvPessimisticLock', (request) => ({ ...request, lockTtl: 20_000n })),
  },
  'keys that were locked are not checked at prewrite': {
    scenario: 'S065',
    workloads: ['locked-append', 'counter'],
    given: LEADERS,
    ...onRequest('KvPrewrite', (request) => ({
      ...request,
      pessimisticActions: actionsOf(request).map((action) => (action === 1 ? 0 : action)),
      forUpdateTsConstraints: [],
    })),
  },
  'a lock is told as one without a conflict': {
    scenario: 'S069',
    workloads: ['counter', 'locked-append'],
    given: CALM,
    ...onResponse('KvPessimisticLock', (response) =>
      listOf(response.results).some(({ type }) => type === 1)
        ? {
            ...response,
            results: listOf(response.results).map((result) => ({
              ...result,
              type: 0,
              lockedWithConflictTs: 0n,
            })),
          }
        : undefined,
    ),
  },
  'an existing key is told as locked if it is absent': {
    scenario: 'S068',
    workloads: ['assertions'],
    given: PESSIMISTIC,
    ...onTransaction((transaction) =>
      overlay(transaction, {
        lock: (async (keys, options) => {
          const locked = (await transaction.lock(keys, options)) as LockedValue[];
          return locked.map((one) => (options?.lockOnlyIfExists ? { ...one, locked: !one.locked } : one));
        }) as typeof transaction.lock,
      }),
    ),
  },
  'shared locks are not taken': {
    scenario: 'S072',
    workloads: ['on-call'],
    given: PESSIMISTIC,
    ...onTransaction((transaction) =>
      overlay(transaction, {
        lock: (async (keys, options) => {
          if (options?.shared !== true) return transaction.lock(keys, options);
          const values = await transaction.batchGet(keys);
          return values.map((value) => ({ locked: true, exists: value !== undefined, value }));
        }) as typeof transaction.lock,
      }),
    ),
  },
  'a flush does not say which one it is': {
    scenario: 'S120',
    workloads: ['bulk'],
    ...onRequest('KvFlush', (request) => ({ ...request, generation: 1n })),
  },
  'an empty value that was flushed is a value': {
    scenario: 'S120',
    workloads: ['bulk'],
    rewrite: flushedAsDeleted,
  },
  'keys without a lock are not checked at prewrite': {
    scenario: 'S121',
    workloads: ['circles', 'monotonic'],
    given: PESSIMISTIC,
    ...onRequest('KvPrewrite', (request) => ({
      ...request,
      pessimisticActions: actionsOf(request).map((action) => (action === 2 ? 0 : action)),
    })),
  },
};

/** Tells what was flushed as a deletion by a value that is not empty. */
function flushedAsDeleted(): Rewrite {
  return {
    response: ({ rpc, response }: SeenRequest & { readonly response: Fields }) =>
      rpc === 'KvBufferBatchGet'
        ? {
            ...response,
            pairs: listOf(response.pairs).map((pair) =>
              ((pair.value ?? []) as Uint8Array).length === 0
                ? { ...pair, value: new Uint8Array([45]) }
                : pair,
            ),
          }
        : undefined,
  };
}
