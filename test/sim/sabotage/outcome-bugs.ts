import { kvrpcpb } from '#proto';
import {
  AlreadyExistsError,
  DeadlineError,
  type Tikv,
  type Transaction,
  UndeterminedError,
  WriteConflictError,
} from '../../../src/index.ts';
import type { Bug } from './bugs.ts';
import { listOf, onRequest } from './changes.ts';
import { onCommit, onTransaction, overlay } from './client-bugs.ts';

const TWO_PHASES = { asyncCommit: false, onePhaseCommit: false } as const;
const { CheckNotExists } = kvrpcpb.Op;

const bytesOf = (key: unknown) => new TextEncoder().encode(key as string);

/** Commits that end otherwise when a key was written in the way that is asked for; else as they are. */
const onCommitOf = (
  verb: 'put' | 'insert',
  end: (transaction: Transaction, key: Uint8Array) => Promise<never>,
) =>
  onTransaction((transaction) => {
    let key: Uint8Array | undefined;
    return overlay(transaction, {
      [verb]: (...args: Parameters<Transaction['put']>) => {
        key = bytesOf(args[0]);
        transaction[verb](...args);
      },
      commit: (options: Parameters<Transaction['commit']>[0]) =>
        key === undefined ? transaction.commit(options) : end(transaction, key),
    });
  });

/** Applies what was put once more, and leaves it at that. */
async function putAgain(tikv: Tikv, writes: ReadonlyMap<string, string>): Promise<void> {
  const again = await tikv.begin();
  for (const [key, value] of writes) again.put(key, value);
  await again.commit();
}

/** Client bugs of what callers are told: that nobody knows what somebody does, that it went well or failed for nothing. */
export const OUTCOME_BUGS: Readonly<Record<string, Bug>> = {
  'a conflict is told as an unknown outcome': {
    scenario: 'S008',
    workloads: ['register', 'mixed'],
    ...onCommit(async (transaction, _, options) => {
      try {
        return await transaction.commit(options);
      } catch (error) {
        throw error instanceof WriteConflictError ? new UndeterminedError(error) : error;
      }
    }),
  },
  'a commit that has no time left for its primary is told as of unknown outcome': {
    scenario: 'S008',
    workloads: ['register', 'mixed'],
    given: { client: TWO_PHASES, timeoutsMs: [20, 500] },
    ...onTransaction((transaction) => {
      let primary = new Uint8Array();
      return overlay(transaction, {
        put: (key, value, options) => {
          primary = bytesOf(key);
          transaction.put(key, value, options);
        },
        commit: async (options) => {
          try {
            return await transaction.commit(options);
          } catch (error) {
            if (!(error instanceof DeadlineError)) throw error;
            throw new UndeterminedError(error, { startTs: transaction.startTs, primary });
          }
        },
      });
    }),
  },
  'what is inserted and deleted again is not checked': {
    scenario: 'S019',
    workloads: ['unique'],
    given: { pessimistic: 0 },
    ...onRequest('KvPrewrite', (request) => {
      const mutations = listOf(request.mutations);
      const kept = mutations.filter(({ op }) => op !== CheckNotExists);
      return kept.length > 0 && kept.length < mutations.length ? { ...request, mutations: kept } : undefined;
    }),
  },
  'a transaction that has only locked is rolled back, and told as committed': {
    scenario: 'S046',
    workloads: ['circles', 'locked-append', 'queue'],
    ...onTransaction((transaction) => {
      let hasWritten = false;
      const writing =
        <Args extends unknown[], Result>(verb: (...args: Args) => Result) =>
        (...args: Args) => {
          hasWritten = true;
          return verb.apply(transaction, args);
        };
      return overlay(transaction, {
        put: writing(transaction.put),
        insert: writing(transaction.insert),
        delete: writing(transaction.delete),
        statement: writing(transaction.statement) as Transaction['statement'],
        commit: async (options) => {
          if (hasWritten) return transaction.commit(options);
          await transaction.rollback();
          return { commitTs: transaction.startTs, protocol: 'none' };
        },
      });
    }),
  },
  'a refused write set is applied again behind its caller': {
    scenario: 'S004',
    workloads: ['register', 'mixed'],
    ...onTransaction((transaction, tikv) => {
      const writes = new Map<string, string>();
      return overlay(transaction, {
        put: (key, value, options) => {
          writes.set(key as string, value as string);
          transaction.put(key, value, options);
        },
        commit: async (options) => {
          try {
            return await transaction.commit(options);
          } catch (error) {
            if (error instanceof WriteConflictError) putAgain(tikv, writes).catch(() => {});
            throw error;
          }
        },
      });
    }),
  },
  'a key that is absent cannot be inserted': {
    scenario: 'S019',
    workloads: ['unique'],
    given: { calm: true, pessimistic: 0 },
    ...onCommitOf('insert', async (transaction, key) => {
      await transaction.rollback();
      throw new AlreadyExistsError(key);
    }),
  },
  'a commit conflicts with nobody': {
    scenario: 'S003',
    workloads: ['register'],
    given: { calm: true, pessimistic: 0 },
    ...onCommitOf('put', async (transaction, key) => {
      const { startTs } = transaction;
      const conflict = { startTs, conflictStartTs: 0n, conflictCommitTs: startTs + 1n } as const;
      await transaction.rollback();
      throw new WriteConflictError(key, { ...conflict, reason: 'localLatch' });
    }),
  },
};
