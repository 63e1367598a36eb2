import { kvrpcpb } from '#proto';
import type { Fields } from '../../../src/testing/index.ts';
import { keysOf, startTsOf, textOf } from '../checkers/conduct/conduct-rule.ts';
import { isForPrimary } from '../checkers/conduct/primary-first-rule.ts';
import type { Bug } from './bugs.ts';
import { listOf, onRequest, onResponse, without } from './changes.ts';

const TWO_PHASES = { asyncCommit: false, onePhaseCommit: false } as const;
const { Lock } = kvrpcpb.Op;

const keysIn = ({ keys }: Fields) => (keys ?? []) as readonly Uint8Array[];
const isRefused = (response: Fields) =>
  response.regionError !== undefined || response.error !== undefined || listOf(response.errors).length > 0;

/** A rollback of no keys is none that a store takes: then it is one of a key that nobody has. */
function answered(request: Fields, locked: ReadonlyMap<bigint, ReadonlySet<string>>): readonly Uint8Array[] {
  const keys = keysIn(request).filter((key) => locked.get(startTsOf(request))?.has(textOf(key)));
  return keys.length > 0 ? keys : [Uint8Array.of(...(keysIn(request)[0] as Uint8Array), 0)];
}

/** Client bugs of the order in which the keys of a transaction are committed, and of what is cleaned up behind it. */
export const TWO_PHASE_BUGS: Readonly<Record<string, Bug>> = {
  'the primary is committed after its neighbours': {
    scenario: 'S006',
    workloads: ['mixed', 'bank'],
    given: { client: TWO_PHASES },
    rewrite: () => {
      /** Transactions whose primary was left out, to be sent once the store is said to have been busy. */
      const waiting = new Set<bigint>();
      return {
        request: ({ rpc, request }) => {
          if (rpc !== 'KvCommit' || !isForPrimary(request) || keysIn(request).length < 2) return undefined;
          if (request.context?.isRetryRequest === true) return undefined;
          waiting.add(startTsOf(request));
          const primary = textOf(request.primaryKey);
          return { ...request, keys: keysIn(request).filter((key) => textOf(key) !== primary) };
        },
        response: ({ rpc, request, response }) =>
          rpc === 'KvCommit' && !isRefused(response) && waiting.delete(startTsOf(request))
            ? { regionError: { serverIsBusy: { reason: 'busy' } } }
            : undefined,
      };
    },
  },
  'a commit that comes too early counts as done': {
    scenario: 'S011',
    workloads: ['bank', 'register'],
    // Whoever has to look for another leader between its timestamp and its commit is overtaken by readers.
    given: {
      client: TWO_PHASES,
      nemeses: ['transfer-leader', 'lose-leader'],
      nemesisIntervalMs: 100,
      pessimistic: 0,
    },
    ...onResponse('KvCommit', (response) =>
      (response.error as Fields | undefined)?.commitTsExpired === undefined
        ? undefined
        : without(response, 'error'),
    ),
  },
  'keys whose prewrite was not answered are not cleaned up': {
    scenario: 'S016',
    workloads: ['mixed', 'bank'],
    given: { calm: true, client: TWO_PHASES, pessimistic: 0, abort: { chance: 0.5, meanMs: 2 } },
    rewrite: () => {
      const locked = new Map<bigint, Set<string>>();
      return {
        request: ({ rpc, request }) =>
          rpc === 'KvBatchRollback' ? { ...request, keys: answered(request, locked) } : undefined,
        response: ({ rpc, request, response }) => {
          if (rpc !== 'KvPrewrite' || isRefused(response)) return undefined;
          const startTs = startTsOf(request);
          locked.set(startTs, new Set([...(locked.get(startTs) ?? []), ...keysOf(request)]));
          return undefined;
        },
      };
    },
  },
  'keys that are only locked are committed without a prewrite': {
    scenario: 'S046',
    workloads: ['on-call', 'locked-append'],
    given: { client: TWO_PHASES, pessimistic: 1 },
    ...onRequest('KvPrewrite', (request) => {
      const primary = textOf(request.primaryLock);
      const actions = (request.pessimisticActions ?? []) as readonly number[];
      const kept = [...listOf(request.mutations).keys()].filter((index) => {
        const { op, key } = listOf(request.mutations)[index] as Fields;
        return op !== Lock || textOf(key) === primary;
      });
      if (kept.length === 0) return undefined;
      return {
        ...request,
        mutations: kept.map((index) => listOf(request.mutations)[index]),
        pessimisticActions: kept.map((index) => actions[index] ?? 0),
        forUpdateTsConstraints: [],
      };
    }),
  },
};
