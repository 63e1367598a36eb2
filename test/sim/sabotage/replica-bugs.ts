import type { Fields } from '../../../src/testing/index.ts';
import type { SeenRequest } from '../rewriting-transport.ts';
import type { Bug } from './bugs.ts';
import { bigintOf, onRequest, onResponse, without } from './changes.ts';

const READS: ReadonlySet<string> = new Set(['KvGet', 'KvBatchGet', 'KvScan']);

/** Reads at replicas, and stale ones, of stores whose safe timestamps lie back. */
const GIVEN: Bug['given'] = {
  reads: { replicas: 1, stale: 0.8, busy: 0 },
  cluster: { stores: 3, safeTsIntervalMs: 500 },
};

const contextOf = ({ context }: SeenRequest['request']) => context ?? {};
const regionErrorOf = ({ regionError }: Fields) => regionError as Fields | undefined;
/** Of what is told of a key, or of several: nothing is there. */
const nothing = (response: Fields): Fields => ({
  ...without(response, 'regionError', 'error', 'pairs', 'value'),
  notFound: true,
});

/** Client bugs of reads that others than the leader serve. */
export const REPLICA_BUGS: Readonly<Record<string, Bug>> = {
  'a replica that has not all data is taken to have none': {
    scenario: 'S104',
    workloads: ['register', 'bank'],
    given: GIVEN,
    ...onResponse(READS, (response) =>
      regionErrorOf(response)?.dataIsNotReady === undefined ? undefined : nothing(response),
    ),
  },
  'a read that a replica has no data for yet is made as of what it has': {
    scenario: 'S104',
    workloads: ['register', 'monotonic'],
    given: GIVEN,
    rewrite: () => {
      const safeTsOf = new Map<unknown, bigint>();
      return {
        response: ({ request, response }) => {
          const { safeTs } = (regionErrorOf(response)?.dataIsNotReady ?? {}) as Fields;
          if (safeTs !== undefined) safeTsOf.set(request.version, bigintOf(safeTs));
          return undefined;
        },
        request: ({ rpc, request }) => {
          const safeTs = READS.has(rpc) ? safeTsOf.get(request.version) : undefined;
          return safeTs === undefined ? undefined : { ...request, version: safeTs };
        },
      };
    },
  },
  'a replica that is asked for what is fresh gives what it has': {
    scenario: 'F36',
    workloads: ['register', 'monotonic'],
    given: { ...GIVEN, reads: { replicas: 1, stale: 0, busy: 0 } },
    ...onRequest(READS, (request) => {
      const version = bigintOf(request.version);
      if (contextOf(request).replicaRead !== true || version >= 2n ** 63n) return undefined;
      const context = { ...contextOf(request), replicaRead: false, staleRead: true };
      return { ...request, context, version: version - (1_000n << 18n) };
    }),
  },
  'a stale read is made a little later than it should be': {
    scenario: 'S105',
    workloads: ['register', 'bank'],
    given: GIVEN,
    ...onRequest(READS, (request) =>
      contextOf(request).staleRead === true
        ? { ...request, version: bigintOf(request.version) + (20n << 18n) }
        : undefined,
    ),
  },
  'a lock that a stale read meets hides the value': {
    scenario: 'SNP-11',
    workloads: ['long-fork', 'bank'],
    given: {
      reads: { replicas: 1, stale: 1, busy: 0 },
      cluster: { stores: 3, safeTsIntervalMs: 0 },
      client: { asyncCommit: false, onePhaseCommit: false },
      pessimistic: 1,
      nemeses: ['slow-disk'],
      nemesisIntervalMs: 200,
    },
    ...onResponse(READS, (response, request) => {
      const isMet = (response.error as Fields | undefined)?.locked !== undefined;
      return isMet && contextOf(request).staleRead === true ? nothing(response) : undefined;
    }),
  },
};
