import type { Fields } from '../../../src/testing/index.ts';
import type { Bug } from './bugs.ts';
import { bigintOf, listOf, onRequest, onResponse, without } from './changes.ts';

const READS: ReadonlySet<string> = new Set(['KvGet', 'KvBatchGet', 'KvScan']);

/** Whether a status answer tells of a lock that is alive. */
export const isLive = (response: Fields) =>
  bigintOf(response.lockTtl) > 0n && bigintOf(response.commitVersion) === 0n;

/** Client bugs that show in what a client sends, or in what it makes of an answer. */
export const MESSAGE_BUGS: Readonly<Record<string, Bug>> = {
  'each prewrite names a primary of its own': {
    scenario: 'S053',
    workloads: ['mixed', 'bank'],
    ...onRequest('KvPrewrite', (request) => ({ ...request, primaryLock: listOf(request.mutations)[0]?.key })),
  },
  'resends do not say so': {
    scenario: 'S045',
    workloads: ['register'],
    ...onRequest(new Set(['KvPrewrite', 'KvCommit']), (request) => ({
      ...request,
      context: { ...(request.context as Fields), isRetryRequest: false },
    })),
  },
  'errors of a prewrite are not looked at': {
    scenario: 'S014',
    workloads: ['monotonic', 'register'],
    ...onResponse('KvPrewrite', (response) => without(response, 'errors')),
  },
  'errors of a commit are not looked at': {
    scenario: 'S009',
    workloads: ['register', 'mixed'],
    ...onResponse('KvCommit', (response) => without(response, 'error')),
  },
  'a live lock is taken for one of a dead transaction': {
    scenario: 'S079',
    workloads: ['register', 'bank'],
    ...onResponse('KvCheckTxnStatus', (response) =>
      isLive(response) ? { ...without(response, 'lockTtl', 'lockInfo'), action: 1 } : undefined,
    ),
  },
  'a live lock is read past without being pushed': {
    scenario: 'S075',
    workloads: ['bank', 'register'],
    rewrite: () => ({
      request: ({ rpc, request }) =>
        rpc === 'KvCheckTxnStatus' ? { ...request, callerStartTs: 0n } : undefined,
      response: ({ rpc, response }) =>
        rpc === 'KvCheckTxnStatus' && isLive(response) ? { ...response, action: 3 } : undefined,
    }),
  },
  'locks of committed transactions are rolled back': {
    scenario: 'S077',
    workloads: ['bank', 'mixed'],
    ...onRequest('KvResolveLock', (request) => ({ ...request, commitVersion: 0n })),
  },
  'locks of dead transactions are committed': {
    scenario: 'S074',
    workloads: ['mixed', 'bank'],
    ...onRequest('KvResolveLock', (request) =>
      bigintOf(request.commitVersion) === 0n
        ? { ...request, commitVersion: bigintOf(request.startVersion) + 1n }
        : undefined,
    ),
  },
  'a lock is resolved without asking its primary': {
    scenario: 'S073',
    workloads: ['bank', 'mixed'],
    ...onResponse('KvCheckTxnStatus', (response) => ({
      ...without(response, 'commitVersion', 'lockTtl'),
      action: 1,
    })),
  },
  'locks are resolved at another timestamp': {
    scenario: 'S077',
    workloads: ['bank', 'mixed'],
    ...onResponse('KvCheckTxnStatus', (response) =>
      bigintOf(response.commitVersion) > 0n
        ? { ...response, commitVersion: bigintOf(response.commitVersion) + 1n }
        : undefined,
    ),
  },
  'reads do not heed locks': {
    scenario: 'S073',
    workloads: ['bank', 'register'],
    ...onRequest(READS, (request) => ({
      ...request,
      context: { ...(request.context as Fields), isolationLevel: 1 },
    })),
  },
  'point reads take the newest value': {
    scenario: 'S002',
    workloads: ['bank', 'register'],
    ...onRequest('KvGet', (request) => ({ ...request, version: 2n ** 64n - 1n })),
  },
  'reads lie a little in the past': {
    scenario: 'S105',
    workloads: ['register', 'set'],
    ...onRequest(READS, (request) => {
      const version = bigintOf(request.version);
      return version >= 2n ** 63n ? undefined : { ...request, version: version - (20n << 18n) };
    }),
  },
  'a timestamp is used twice': {
    scenario: 'S107',
    workloads: ['counter', 'register'],
    rewrite: ({ name }) => ({
      tso: (response) => {
        const timestamp = response.timestamp as Fields | undefined;
        if (timestamp === undefined || !name.startsWith('c1.')) return undefined;
        return { ...response, timestamp: { ...timestamp, logical: bigintOf(timestamp.logical) + 1n } };
      },
    }),
  },
  'the commit timestamp is made up': {
    scenario: 'S012',
    workloads: ['register', 'monotonic'],
    ...onRequest('KvCommit', (request) => ({
      ...request,
      commitVersion: bigintOf(request.startVersion) + 1n,
    })),
  },
  'secondaries are committed at another timestamp': {
    scenario: 'S007',
    workloads: ['mixed', 'bank'],
    ...onRequest('KvCommit', (request) => {
      const keys = (request.keys ?? []) as readonly Uint8Array[];
      const primary = Buffer.from((request.primaryKey ?? []) as Uint8Array);
      return keys.some((key) => primary.equals(key))
        ? undefined
        : { ...request, commitVersion: bigintOf(request.commitVersion) + 1n };
    }),
  },
  'the last write of a batch is dropped': {
    scenario: 'S094',
    workloads: ['bank', 'mixed'],
    ...onRequest('KvPrewrite', (request) => {
      const mutations = listOf(request.mutations);
      return mutations.length > 1
        ? { ...request, mutations: mutations.slice(0, -1), pessimisticActions: [] }
        : undefined;
    }),
  },
  'an insert is sent as a put': {
    scenario: 'S019',
    workloads: ['unique'],
    ...onRequest('KvPrewrite', (request) => ({
      ...request,
      mutations: listOf(request.mutations).map((mutation) =>
        mutation.op === 4 ? { ...mutation, op: 0 } : mutation,
      ),
    })),
  },
  'a deletion is sent as a mere lock': {
    scenario: 'S017',
    workloads: ['own-writes', 'mixed'],
    ...onRequest('KvPrewrite', (request) => ({
      ...request,
      mutations: listOf(request.mutations).map((mutation) =>
        mutation.op === 1 ? { ...mutation, op: 2 } : mutation,
      ),
    })),
  },
  'writes are not checked for conflicts': {
    scenario: 'S003',
    workloads: ['monotonic', 'counter'],
    rewrite: () => {
      const fresh = new Map<bigint, bigint>();
      const moved = (startTs: unknown) => fresh.get(bigintOf(startTs)) ?? bigintOf(startTs);
      let newest = 0n;
      return {
        tso: (response) => {
          const { physical, logical } = (response.timestamp ?? {}) as Fields;
          newest = (bigintOf(physical) << 18n) + bigintOf(logical);
          return undefined;
        },
        request: ({ rpc, request }) => {
          const startTs = bigintOf(request.startVersion);
          if (rpc === 'KvPrewrite') {
            if (!fresh.has(startTs)) fresh.set(startTs, newest > startTs ? newest : startTs);
            return { ...request, startVersion: moved(startTs), minCommitTs: moved(startTs) + 1n };
          }
          return rpc === 'KvCommit' || rpc === 'KvBatchRollback'
            ? { ...request, startVersion: moved(startTs) }
            : undefined;
        },
      };
    },
  },
  'region errors of reads are not looked at': {
    scenario: 'S093',
    workloads: ['register', 'bank'],
    ...onResponse(READS, (response) => without(response, 'regionError')),
  },
  'region errors of writes are not looked at': {
    scenario: 'S010',
    workloads: ['register', 'bank'],
    ...onResponse(new Set(['KvPrewrite', 'KvCommit']), (response) => without(response, 'regionError')),
  },
  'locked keys of a batch get are absent': {
    scenario: 'S086',
    workloads: ['bank', 'list-append'],
    ...onResponse('KvBatchGet', (response) => ({
      ...without(response, 'error'),
      pairs: listOf(response.pairs).filter((pair) => pair.error === undefined),
    })),
  },
  'locked pairs of a scan are skipped': {
    scenario: 'S087',
    workloads: ['bank', 'set'],
    ...onResponse('KvScan', (response) => ({
      ...without(response, 'error'),
      pairs: listOf(response.pairs).filter((pair) => pair.error === undefined),
    })),
  },
  'scans lose the last row of a full page': {
    scenario: 'S094',
    workloads: ['set', 'own-writes'],
    ...onResponse('KvScan', (response, request) => {
      const pairs = listOf(response.pairs);
      return pairs.length > 1 && pairs.length === request.limit
        ? { ...response, pairs: pairs.slice(1) }
        : undefined;
    }),
  },
  'an absent key has an empty value': {
    scenario: 'S089',
    workloads: ['register'],
    ...onResponse('KvGet', (response) => without(response, 'notFound')),
  },
  'an empty value is an absent key': {
    scenario: 'S089',
    workloads: ['own-writes'],
    ...onResponse('KvGet', (response) =>
      ((response.value ?? []) as Uint8Array).length === 0 ? { ...response, notFound: true } : undefined,
    ),
  },
  'what PD first told of a region holds for ever': {
    scenario: 'S097',
    workloads: ['register', 'set'],
    given: { nemeses: ['split', 'merge', 'transfer-leader'], nemesisIntervalMs: 200 },
    rewrite: () => {
      const known = new Map<string, Fields>();
      return {
        pd: (rpc, response) => {
          const { region } = response as { readonly region?: Fields };
          if (!rpc.startsWith('GetRegion') || region === undefined) return undefined;
          const key = `${rpc} ${Buffer.from((region.startKey ?? []) as Uint8Array).toString('hex')}`;
          const first = known.get(key);
          if (first === undefined) known.set(key, response);
          return first;
        },
      };
    },
  },
  'a raw swap that failed is told as done': {
    scenario: 'S117',
    workloads: ['raw-register'],
    ...onResponse('RawCompareAndSwap', (response) => ({ ...response, succeed: true })),
  },
};
