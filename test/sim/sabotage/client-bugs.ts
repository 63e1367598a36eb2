import {
  DeadlineError,
  type Snapshot,
  type Tikv,
  TikvError,
  type Transaction,
  UndeterminedError,
  type ValueOptions,
} from '../../../src/index.ts';
import type { Bug } from './bugs.ts';

/** The same object with some methods replaced; all others, and private parts, are those of the original. */
export function overlay<Target extends object>(target: Target, methods: Partial<Target>): Target {
  return new Proxy(target, {
    get: (_, name) => {
      if (name in methods) return methods[name as keyof Target];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Begins and runs transactions that are changed. */
export const onTransaction = (change: (transaction: Transaction, tikv: Tikv) => Transaction) => ({
  client: (tikv: Tikv): Tikv =>
    overlay(tikv, {
      begin: async (options) => change(await tikv.begin(options), tikv),
      transact: (body, options) => tikv.transact((transaction) => body(change(transaction, tikv)), options),
    }),
});

/** Commits that are changed, of transactions begun by hand. */
export const onCommit = (
  commit: (
    transaction: Transaction,
    tikv: Tikv,
    options: Parameters<Transaction['commit']>[0],
  ) => ReturnType<Transaction['commit']>,
) =>
  onTransaction((transaction, tikv) =>
    overlay(transaction, { commit: (options) => commit(transaction, tikv, options) }),
  );

const onSnapshot = (change: (snapshot: Snapshot, tikv: Tikv) => Snapshot) => ({
  client: (tikv: Tikv): Tikv =>
    overlay(tikv, { snapshot: (options) => change(tikv.snapshot(options), tikv) }),
});

export const failedInstead = () => new DeadlineError('committing', 1);

/** Client bugs that show in what the verbs do. */
export const CLIENT_BUGS: Readonly<Record<string, Bug>> = {
  'an unknown outcome is told as a failure': {
    scenario: 'S008',
    workloads: ['register', 'counter'],
    ...onCommit(async (transaction, _, options) => {
      try {
        return await transaction.commit(options);
      } catch (error) {
        throw error instanceof UndeterminedError ? failedInstead() : error;
      }
    }),
  },
  'an unknown outcome is told as success': {
    scenario: 'S008',
    workloads: ['register', 'counter'],
    ...onCommit(async (transaction, _, options) => {
      try {
        return await transaction.commit(options);
      } catch (error) {
        if (!(error instanceof UndeterminedError)) throw error;
        return { commitTs: transaction.startTs + 1n, protocol: '2pc' };
      }
    }),
  },
  'a transaction of unknown outcome is run again': {
    scenario: 'S004',
    workloads: ['counter', 'monotonic'],
    client: (tikv) =>
      overlay(tikv, {
        transact: async (body, options) => {
          for (;;) {
            try {
              return await tikv.transact(body, options);
            } catch (error) {
              if (!(error instanceof UndeterminedError)) throw error;
            }
          }
        },
      }),
  },
  'a refused write set is applied again': {
    scenario: 'S004',
    workloads: ['monotonic', 'bank'],
    ...onTransaction((transaction, tikv) => {
      const writes = new Map<string, string>();
      return overlay(transaction, {
        put: (key, value) => {
          writes.set(key as string, value as string);
          transaction.put(key, value);
        },
        commit: async (options) => {
          try {
            return await transaction.commit(options);
          } catch (error) {
            if (!(error instanceof TikvError) || error.code !== 'TIKV_WRITE_CONFLICT') throw error;
            const again = await tikv.begin(options);
            for (const [key, value] of writes) again.put(key, value);
            return again.commit(options);
          }
        },
      });
    }),
  },
  'commit tells another timestamp': {
    scenario: 'S001',
    workloads: ['register'],
    ...onCommit(async (transaction, _, options) => {
      const result = await transaction.commit(options);
      return { ...result, commitTs: result.commitTs + 1n };
    }),
  },
  'rollback commits': {
    scenario: 'S015',
    workloads: ['mixed'],
    ...onTransaction((transaction) =>
      overlay(transaction, {
        rollback: async () => {
          await transaction.commit();
        },
      }),
    ),
  },
  'a transaction does not see its own writes': {
    scenario: 'S017',
    workloads: ['own-writes'],
    ...onTransaction((transaction, tikv) =>
      overlay(transaction, {
        get: ((key, options) =>
          tikv.snapshot({ at: transaction.startTs }).get(key, options as ValueOptions)) as Transaction['get'],
      }),
    ),
  },
  'deletions of the transaction itself are not seen in scans': {
    scenario: 'S087',
    workloads: ['own-writes'],
    ...onTransaction((transaction, tikv) =>
      overlay(transaction, {
        scan: (options) => tikv.snapshot({ at: transaction.startTs }).scan(options),
      }),
    ),
  },
  'values that are absent shift those behind them': {
    scenario: 'S086',
    workloads: ['register', 'list-append'],
    ...onSnapshot((snapshot) =>
      overlay(snapshot, {
        batchGet: (async (keys, options) => {
          const values = await snapshot.batchGet(keys, options as ValueOptions);
          return keys.map((_, index) => values.filter((value) => value !== undefined)[index]);
        }) as Snapshot['batchGet'],
      }),
    ),
  },
  'all snapshots share what was read': {
    scenario: 'S089',
    workloads: ['register'],
    client: (tikv) => {
      const cache = new Map<string, Uint8Array | undefined>();
      return overlay(tikv, {
        snapshot: (options) => {
          const snapshot = tikv.snapshot(options);
          return overlay(snapshot, {
            get: (async (key, own) => {
              if (!cache.has(key as string))
                cache.set(key as string, await snapshot.get(key, own as ValueOptions));
              return cache.get(key as string);
            }) as Snapshot['get'],
          });
        },
      });
    },
  },
  'snapshots take a timestamp of before': {
    scenario: 'S105',
    workloads: ['register'],
    client: (tikv) => {
      let at: bigint | undefined;
      return overlay(tikv, {
        snapshot: () => {
          const snapshot = tikv.snapshot(at === undefined ? {} : { at });
          return overlay(snapshot, {
            timestamp: async (options) => {
              at ??= await snapshot.timestamp(options);
              return at;
            },
          });
        },
      });
    },
  },
  'the newest value is remembered for a while': {
    scenario: 'S078',
    workloads: ['register'],
    client: (tikv) => {
      const cache = new Map<string, Uint8Array | undefined>();
      return overlay(tikv, {
        get: (async (key, options) => {
          if (!cache.has(key as string))
            cache.set(key as string, await tikv.get(key, options as ValueOptions));
          return cache.get(key as string);
        }) as Tikv['get'],
      });
    },
  },
  'settle takes every transaction for rolled back': {
    scenario: 'S047',
    workloads: ['register', 'counter'],
    client: (tikv) =>
      overlay(tikv, {
        settle: async (transaction, options) => {
          await tikv.settle(transaction, options);
          return { outcome: 'rolledBack' };
        },
      }),
  },
  'deadlines are not kept': {
    scenario: 'F10',
    workloads: ['register', 'set'],
    client: (tikv) => overlay(tikv, { transact: (body) => tikv.transact(body) }),
  },
  'a raw swap is sent again after a lost answer': {
    scenario: 'S117',
    workloads: ['raw-register'],
    client: (tikv) =>
      overlay(tikv, {
        raw: overlay(tikv.raw, {
          atomic: () => {
            const raw = tikv.raw.atomic();
            return overlay(raw, {
              compareAndSwap: async (key, options) => {
                for (;;) {
                  try {
                    return await raw.compareAndSwap(key, options);
                  } catch (error) {
                    if (!(error instanceof UndeterminedError)) throw error;
                  }
                }
              },
            });
          },
        }),
      }),
  },
  'a raw put without an answer is told as a failure': {
    scenario: 'F16',
    workloads: ['raw-register'],
    client: (tikv) =>
      overlay(tikv, {
        raw: overlay(tikv.raw, {
          atomic: () => {
            const raw = tikv.raw.atomic();
            return overlay(raw, {
              put: async (key, value, options) => {
                try {
                  await raw.put(key, value, options);
                } catch (error) {
                  throw error instanceof UndeterminedError ? failedInstead() : error;
                }
              },
            });
          },
        }),
      }),
  },
};
