import { UndeterminedError } from '../../../src/index.ts';
import type { Fields } from '../../../src/testing/index.ts';
import type { SeenRequest } from '../rewriting-transport.ts';
import type { Bug } from './bugs.ts';
import { bigintOf, listOf, onRequest, onResponse, without } from './changes.ts';
import { failedInstead, onCommit, overlay } from './client-bugs.ts';

const ASYNC = { client: { asyncCommit: true, onePhaseCommit: false } } as const;
const ONE_PHASE = { client: { asyncCommit: false, onePhaseCommit: true } } as const;
const BOTH = { client: { asyncCommit: true, onePhaseCommit: true } } as const;

/** Of a store that worked out no timestamp: what follows is for two phases. */
const fellBack = (response: Fields, name: 'minCommitTs' | 'onePcCommitTs') =>
  response.regionError === undefined &&
  listOf(response.errors).length === 0 &&
  bigintOf(response[name]) === 0n;

/** Not a mistake: stores turn async commit down more often, for some keys of a transaction. */
const turnedDownOften = ({ rpc, request }: SeenRequest): Fields | undefined =>
  rpc === 'KvPrewrite' && request.useAsyncCommit === true
    ? { ...request, maxCommitTs: bigintOf(request.minCommitTs) + (5n << 18n) }
    : undefined;

/** Unknown outcomes told as failures, of one protocol. */
const lostIsFailed = onCommit(async (transaction, _, options) => {
  try {
    return await transaction.commit(options);
  } catch (error) {
    throw error instanceof UndeterminedError ? failedInstead() : error;
  }
});

/** Client bugs of transactions that stores commit by themselves: in one phase, or with the last prewrite. */
export const COMMIT_BUGS: Readonly<Record<string, Bug>> = {
  'one phase is tried with several requests': {
    scenario: 'S022',
    workloads: ['bank', 'mixed'],
    given: { client: { asyncCommit: false, onePhaseCommit: false } },
    ...onRequest('KvPrewrite', (request) => ({
      ...request,
      tryOnePc: true,
      maxCommitTs: bigintOf(request.startVersion) + (60_000n << 18n),
    })),
  },
  'what was tried in one phase is tried again in two': {
    scenario: 'S023',
    workloads: ['register', 'bank'],
    given: ONE_PHASE,
    ...onRequest('KvPrewrite', (request) =>
      request.tryOnePc === true && (request.context as Fields | undefined)?.isRetryRequest === true
        ? { ...request, tryOnePc: false, maxCommitTs: 0n }
        : undefined,
    ),
  },
  'one phase that was turned down is told as committed': {
    scenario: 'S024',
    workloads: ['register', 'mixed'],
    given: ONE_PHASE,
    ...onResponse('KvPrewrite', (response, request) =>
      request.tryOnePc === true && fellBack(response, 'onePcCommitTs')
        ? { ...response, onePcCommitTs: bigintOf(request.minCommitTs) }
        : undefined,
    ),
  },
  'an unknown outcome of one phase is told as a failure': {
    scenario: 'S025',
    workloads: ['register', 'counter'],
    given: ONE_PHASE,
    ...lostIsFailed,
  },
  'an async commit is told at the earliest timestamp of its keys': {
    scenario: 'S026',
    workloads: ['bank', 'mixed'],
    given: ASYNC,
    ...onResponse('KvPrewrite', (response, request) =>
      request.useAsyncCommit === true && bigintOf(response.minCommitTs) > 0n
        ? { ...response, minCommitTs: bigintOf(request.minCommitTs) }
        : undefined,
    ),
  },
  'an async commit that was turned down is told as committed': {
    scenario: 'S028',
    workloads: ['bank', 'mixed'],
    given: ASYNC,
    ...onResponse('KvPrewrite', (response, request) =>
      request.useAsyncCommit === true && fellBack(response, 'minCommitTs')
        ? { ...response, minCommitTs: bigintOf(request.minCommitTs) }
        : undefined,
    ),
  },
  'an async commit that was turned down is async again when it is asked again': {
    scenario: 'S029',
    workloads: ['bank', 'mixed'],
    given: {
      ...ASYNC,
      nemeses: ['drop-answers', 'slow-disk', 'split', 'kill-client'],
      nemesisIntervalMs: 200,
      pessimistic: 0,
    },
    rewrite: () => ({
      request: turnedDownOften,
      response: ({ rpc, request, response }) =>
        rpc === 'KvPrewrite' &&
        request.useAsyncCommit === true &&
        request.context?.isRetryRequest === true &&
        fellBack(response, 'minCommitTs')
          ? { ...response, minCommitTs: bigintOf(request.minCommitTs) }
          : undefined,
    }),
  },
  'commits that stores work out have no lower bound': {
    scenario: 'S030',
    workloads: ['register', 'long-fork'],
    given: BOTH,
    // Not by a change of requests: a client that has asked for a bound holds answers against it.
    client: (tikv) =>
      overlay(tikv, {
        begin: (options) => tikv.begin({ ...options, causalConsistency: true }),
        transact: (body, options) => tikv.transact(body, { ...options, causalConsistency: true }),
      }),
  },
  'commits that stores work out have no upper bound': {
    scenario: 'S031',
    workloads: ['register'],
    given: BOTH,
    ...onRequest('KvPrewrite', (request) => without(request, 'maxCommitTs')),
  },
  'an async commit that took long is told as a failure': {
    scenario: 'S032',
    workloads: ['register', 'counter'],
    given: ASYNC,
    ...onCommit(async (transaction, _, options) => {
      const result = await transaction.commit(options);
      if (result.protocol === 'async' && result.commitTs - transaction.startTs > 20n << 18n)
        throw failedInstead();
      return result;
    }),
  },
  'errors of an async prewrite count as locked': {
    scenario: 'S033',
    workloads: ['unique', 'monotonic'],
    given: ASYNC,
    ...onResponse('KvPrewrite', (response, request) =>
      listOf(response.errors).some(({ locked }) => locked === undefined)
        ? { minCommitTs: bigintOf(request.minCommitTs) }
        : undefined,
    ),
  },
  'a refusal after a lost answer is told as a failure': {
    scenario: 'S034',
    workloads: ['unique', 'mixed'],
    // Answers that tell nothing, before one that refuses; and who asks has the time for it.
    given: {
      ...BOTH,
      nemeses: ['drop-answers', 'stale-command', 'undetermined-result', 'tso-jump', 'split', 'merge'],
      nemesisIntervalMs: 200,
      timeoutsMs: [30_000, 60_000],
      pessimistic: 0,
    },
    ...onResponse('KvCheckTxnStatus', (response, request) =>
      // What a client asks about a transaction of its own, when it cannot tell.
      bigintOf(request.currentTs) === 0n
        ? { ...without(response, 'commitVersion', 'lockTtl', 'lockInfo') }
        : undefined,
    ),
  },
  'the locks of an async commit live no longer than a moment': {
    scenario: 'S035',
    workloads: ['circles', 'locked-append'],
    given: { ...ASYNC, calm: true, pessimistic: 1 },
    ...onRequest('KvPrewrite', (request) =>
      request.useAsyncCommit === true && bigintOf(request.forUpdateTs) > 0n
        ? { ...request, lockTtl: 1n }
        : undefined,
    ),
  },
  'an async commit that was answered late is committed once more': {
    scenario: 'S044',
    workloads: ['bank', 'mixed'],
    given: {
      ...ASYNC,
      nemeses: ['drop-answers', 'slow-disk', 'tso-jump'],
      nemesisIntervalMs: 200,
      pessimistic: 0,
    },
    ...onResponse('KvPrewrite', (response, request) =>
      request.useAsyncCommit === true && (request.context as Fields | undefined)?.isRetryRequest === true
        ? without(response, 'minCommitTs')
        : undefined,
    ),
  },
  'an async commit is resolved at the timestamp of its primary': {
    scenario: 'S037',
    workloads: ['bank', 'mixed'],
    // Clients leave prewritten transactions behind, on stores that have been read from up to different times.
    given: {
      ...ASYNC,
      cluster: { stores: 5 },
      nemeses: ['kill-client', 'clog', 'tso-jump', 'split', 'transfer-leader', 'slow-disk'],
      nemesisIntervalMs: 200,
      pessimistic: 0,
    },
    ...onResponse('KvCheckSecondaryLocks', (response) => ({
      ...response,
      locks: listOf(response.locks).map((lock) => ({ ...lock, minCommitTs: 0n })),
    })),
  },
  'a missing secondary of an async commit counts as locked': {
    scenario: 'S038',
    workloads: ['mixed', 'bank'],
    given: ASYNC,
    ...onResponse('KvCheckSecondaryLocks', (response, request) => {
      if (response.regionError !== undefined || bigintOf(response.commitTs) > 0n) return undefined;
      const keys = (request.keys ?? []) as readonly Uint8Array[];
      return {
        ...response,
        locks: keys.map((key) => ({ key, lockVersion: request.startVersion, useAsyncCommit: true })),
      };
    }),
  },
  'a committed secondary of an async commit counts as missing': {
    scenario: 'S039',
    workloads: ['mixed', 'bank'],
    // Locks expire while some keys are committed already.
    given: {
      ...ASYNC,
      nemeses: ['tso-jump', 'clog', 'slow-disk', 'kill-client'],
      nemesisIntervalMs: 200,
      timeoutsMs: [5_000, 20_000],
      pessimistic: 0,
    },
    ...onResponse('KvCheckSecondaryLocks', (response) => without(response, 'commitTs')),
  },
  'a lock for two phases counts as one for async commit': {
    scenario: 'S040',
    workloads: ['mixed', 'bank'],
    given: {
      ...ASYNC,
      nemeses: ['tso-jump', 'slow-disk', 'clog', 'kill-client'],
      nemesisIntervalMs: 200,
      timeoutsMs: [5_000, 20_000],
      pessimistic: 0,
    },
    rewrite: () => ({
      request: turnedDownOften,
      response: ({ rpc, response }) =>
        rpc === 'KvCheckSecondaryLocks'
          ? {
              ...response,
              locks: listOf(response.locks).map((lock) => ({ ...lock, useAsyncCommit: true })),
            }
          : undefined,
    }),
  },
  'a read of the newest value passes by every lock': {
    scenario: 'S041',
    workloads: ['register'],
    given: ASYNC,
    ...onRequest('KvGet', (request) =>
      bigintOf(request.version) === 2n ** 64n - 1n
        ? { ...request, context: { ...(request.context as Fields), isolationLevel: 1 } }
        : undefined,
    ),
  },
};
