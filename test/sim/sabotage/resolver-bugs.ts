import { kvrpcpb } from '#proto';
import type { Fields } from '../../../src/testing/index.ts';
import { startTsOf } from '../checkers/conduct/conduct-rule.ts';
import type { SeenRequest } from '../rewriting-transport.ts';
import type { Bug } from './bugs.ts';
import { bigintOf, listOf, onResponse, without } from './changes.ts';
import { isLive } from './message-bugs.ts';

const READS: ReadonlySet<string> = new Set(['KvGet', 'KvBatchGet', 'KvScan']);
const { LockNotExistDoNothing } = kvrpcpb.Action;
const { PessimisticLock } = kvrpcpb.Op;

const regionOf = ({ request }: SeenRequest) => request.context?.regionId ?? 0n;

/** Client bugs of what is made of other transactions' locks. */
export const RESOLVER_BUGS: Readonly<Record<string, Bug>> = {
  'what one snapshot may pass by all later ones pass by': {
    scenario: 'S076',
    workloads: ['bank', 'register'],
    rewrite: () => {
      const passed = new Set<bigint>();
      return {
        request: ({ rpc, request }) => {
          if (!READS.has(rpc)) return undefined;
          for (const startTs of request.context?.resolvedLocks ?? []) passed.add(startTs as bigint);
          return { ...request, context: { ...request.context, resolvedLocks: [...passed] } };
        },
      };
    },
  },
  'a lock that nobody stands behind any more goes with all others of its transaction': {
    scenario: 'S080',
    workloads: ['circles', 'locked-append'],
    given: { pessimistic: 1 },
    rewrite: () => {
      const leftBehind = new Set<bigint>();
      return {
        request: ({ rpc, request }) =>
          rpc === 'KVPessimisticRollback' && leftBehind.has(startTsOf(request))
            ? { ...request, keys: [], forUpdateTs: 2n ** 64n - 1n }
            : undefined,
        response: ({ rpc, request, response }) => {
          if (rpc === 'KvCheckTxnStatus' && response.action === LockNotExistDoNothing)
            leftBehind.add(bigintOf(request.lockTs));
          return undefined;
        },
      };
    },
  },
  'what is told of a live transaction is remembered': {
    scenario: 'S081',
    workloads: ['bank', 'long-fork'],
    given: {
      client: { asyncCommit: true, onePhaseCommit: false },
      nemeses: ['slow-disk', 'clog', 'lose-leader'],
      nemesisIntervalMs: 200,
      pessimistic: 0,
    },
    rewrite: () => {
      const known = new Map<bigint, Fields>();
      return {
        request: ({ rpc, request }) =>
          rpc === 'KvCheckTxnStatus' && known.has(bigintOf(request.lockTs))
            ? { ...request, callerStartTs: 0n }
            : undefined,
        response: ({ rpc, request, response }) => {
          if (rpc !== 'KvCheckTxnStatus') return undefined;
          const first = known.get(bigintOf(request.lockTs));
          if (first === undefined && isLive(response)) known.set(bigintOf(request.lockTs), response);
          return first;
        },
      };
    },
  },
  'a few keys of a transaction count as all that it has in their region': {
    scenario: 'S082',
    workloads: ['mixed', 'bank'],
    given: {
      nemeses: ['kill-client', 'clog', 'tso-jump'],
      nemesisIntervalMs: 200,
      pessimistic: 0,
    },
    rewrite: () => {
      const done = new Map<string, readonly Uint8Array[]>();
      return {
        request: (seen) => {
          const { rpc, request } = seen;
          const keys = (request.keys ?? []) as readonly Uint8Array[];
          if (rpc !== 'KvResolveLock' || keys.length === 0) return undefined;
          const what = `${startTsOf(request)} ${regionOf(seen)}`;
          const first = done.get(what);
          if (first === undefined) done.set(what, keys);
          return first && { ...request, keys: first };
        },
      };
    },
  },
  'a sweep passes by locks that nothing was written under': {
    scenario: 'S091',
    workloads: ['idle-locks', 'circles'],
    given: { nemeses: ['kill-client'], nemesisIntervalMs: 500, pessimistic: 1 },
    ...onResponse('KvScanLock', (response) => ({
      ...response,
      locks: listOf(response.locks).filter(({ lockType }) => lockType !== PessimisticLock),
    })),
  },
  'a sweep ends with its first region': {
    scenario: 'S091',
    workloads: ['idle-locks', 'circles'],
    given: { nemeses: ['kill-client', 'split'], nemesisIntervalMs: 500, pessimistic: 1 },
    ...onResponse('KvScanLock', (response, request) =>
      ((request.startKey ?? []) as Uint8Array).length > 0 ? { ...response, locks: [] } : undefined,
    ),
  },
  'locks of a region that could not be asked for them are taken for none': {
    scenario: 'S091',
    workloads: ['bank', 'counter'],
    given: {
      nemeses: ['collect-garbage', 'kill-client', 'one-way-partition', 'server-busy', 'epoch-not-match'],
      nemesisIntervalMs: 100,
    },
    ...onResponse('KvScanLock', (response) =>
      response.regionError === undefined ? undefined : { ...without(response, 'regionError'), locks: [] },
    ),
  },
  'garbage is collected though older locks are left': {
    scenario: 'S091',
    workloads: ['bank', 'locked-append'],
    given: {
      pessimistic: 1,
      client: { asyncCommit: false, onePhaseCommit: false },
      nemeses: ['collect-garbage', 'close-client', 'drop-answers'],
      nemesisIntervalMs: 60,
      timeoutsMs: [300, 1000],
    },
    rewrite: () => {
      let newest = 0n;
      return {
        request: ({ request }) => {
          const startTs = startTsOf(request);
          if (startTs > newest) newest = startTs;
          return undefined;
        },
        // Whoever just clears locks away asks for all there are.
        response: ({ rpc, request, response }) =>
          rpc === 'KvScanLock' && bigintOf(request.maxVersion) < newest
            ? { ...response, locks: [] }
            : undefined,
      };
    },
  },
};
