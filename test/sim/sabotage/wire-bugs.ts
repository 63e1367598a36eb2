import type { ByteStream, KeyValue, Scan, StreamHandlers, Transport } from '../../../src/index.ts';
import type { Fields } from '../../../src/testing/index.ts';
import { pdRpcs } from '../../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../../src/wire/codec/tikv-rpcs.ts';
import { decoded } from '../rewriting-transport.ts';
import type { Bug } from './bugs.ts';
import { bigintOf, onRequest, onResponse } from './changes.ts';
import { overlay } from './client-bugs.ts';
import { onScan, rowsOf } from './read-bugs.ts';

const { batchCommands } = tikvRpcs;
const { tso } = pdRpcs;

const READS: ReadonlySet<string> = new Set(['KvGet', 'KvBatchGet', 'KvScan']);
const BREAKING = ['crash-store', 'one-way-partition', 'partition-store'] as const;
const HOUR_TS = 3_600_000n << 18n;

/** Streams of one RPC that are changed, on both of their sides. */
const onStream = (
  path: string,
  change: (handlers: StreamHandlers) => StreamHandlers & { send?(message: Uint8Array): void },
) => ({
  transport: (inner: Transport): Transport => ({
    ...inner,
    unary: inner.unary.bind(inner),
    closeAddress: inner.closeAddress.bind(inner),
    close: inner.close.bind(inner),
    stream: (address, method, options, handlers): ByteStream => {
      if (method !== path) return inner.stream(address, method, options, handlers);
      const changed = change(handlers);
      const stream = inner.stream(address, method, options, changed);
      return overlay(stream, {
        send: (message) => {
          changed.send?.(message);
          stream.send(message);
        },
      });
    },
  }),
});

const brokenIsUnsent = onStream(batchCommands.path, (handlers) => ({
  ...handlers,
  onEnd: (failure) => handlers.onEnd(failure && { ...failure, sent: 'no' }),
}));

/** Client bugs of streams, addresses and borders: which answer is whose, and what was done when something broke. */
export const WIRE_BUGS: Readonly<Record<string, Bug>> = {
  'a gap between regions ends a scan': {
    scenario: 'S096',
    workloads: ['set', 'mixed'],
    given: { nemeses: ['region-gap'], nemesisIntervalMs: 100 },
    ...onScan((scan) => untilItFails(scan)),
  },
  'the first address of a store is its last': {
    scenario: 'S100',
    workloads: ['register', 'set'],
    given: { cluster: { stores: 3 }, nemeses: ['swap-addresses', 'close-client'], nemesisIntervalMs: 500 },
    rewrite: () => {
      const known = new Map<string, Fields>();
      return {
        pd: (rpc, response) => {
          const { store } = response as { readonly store?: Fields };
          if (rpc !== 'GetStore' || store === undefined) return undefined;
          const first = known.get(`${store.id}`);
          if (first === undefined) known.set(`${store.id}`, response);
          return first;
        },
      };
    },
  },
  'reads are made at a timestamp that PD has not come to': {
    scenario: 'S106',
    workloads: ['register', 'set'],
    ...onRequest(READS, (request) => {
      const version = bigintOf(request.version);
      return version >= 2n ** 63n ? undefined : { ...request, version: version + HOUR_TS };
    }),
  },
  'who waits for a timestamp when its stream breaks gets the one after the last': {
    scenario: 'S109',
    workloads: ['register', 'counter'],
    given: { nemeses: ['pd-leader', 'crash-pd', 'one-way-partition'], nemesisIntervalMs: 200 },
    ...onStream(tso.path, (handlers) => {
      let last: Fields | undefined;
      const asked: number[] = [];
      return {
        ...handlers,
        send: (message) => {
          asked.push(Number((tso.decodeRequest(message) as unknown as Fields).count ?? 1));
        },
        onMessage: (message) => {
          asked.shift();
          last = decoded(tso, message);
          handlers.onMessage(message);
        },
        onEnd: (failure) => {
          const timestamp = last?.timestamp as Fields | undefined;
          let logical = bigintOf(timestamp?.logical);
          for (const count of timestamp === undefined ? [] : asked) {
            logical += BigInt(count);
            const made = { ...last, count, timestamp: { ...timestamp, logical } };
            handlers.onMessage(tso.encodeResponse(made as never));
          }
          handlers.onEnd(failure);
        },
      };
    }),
  },
  'what was on its way when its stream broke counts as never sent': {
    scenario: 'S113',
    workloads: ['register', 'counter'],
    given: { nemeses: BREAKING, nemesisIntervalMs: 500 },
    ...brokenIsUnsent,
  },
  'a raw swap that was on its way when its stream broke counts as never sent': {
    scenario: 'S113',
    workloads: ['raw-register'],
    given: { nemeses: BREAKING, nemesisIntervalMs: 500 },
    ...brokenIsUnsent,
  },
  'answers are taken in the order of their requests': {
    scenario: 'S114',
    workloads: ['register', 'bank'],
    ...onStream(batchCommands.path, (handlers) => {
      const asked: bigint[] = [];
      return {
        ...handlers,
        send: (message) => {
          asked.push(...idsOf(batchCommands.decodeRequest(message) as unknown as Fields));
        },
        onMessage: (message) => {
          const frame = decoded(batchCommands, message);
          if (frame === undefined) return handlers.onMessage(message);
          const requestIds = idsOf(frame).map((id) => asked.shift() ?? id);
          handlers.onMessage(batchCommands.encodeResponse({ ...frame, requestIds } as never));
        },
      };
    }),
  },
  'a raw swap of which a store cannot tell counts as not done': {
    scenario: 'S050',
    workloads: ['raw-register'],
    given: { nemeses: ['undetermined-result'], nemesisIntervalMs: 200 },
    ...onResponse('RawCompareAndSwap', takenForBusy),
  },
  'a commit of which a store cannot tell counts as not done': {
    scenario: 'S050',
    workloads: ['counter', 'register'],
    given: {
      client: { asyncCommit: true, onePhaseCommit: true },
      nemeses: ['undetermined-result', 'no-leader'],
      nemesisIntervalMs: 200,
    },
    ...onResponse(new Set(['KvPrewrite', 'KvCommit']), takenForBusy),
  },
  'the bounds of a raw scan downward are those of one upward': {
    scenario: 'S118',
    workloads: ['raw-register'],
    ...onRequest('RawScan', (request) =>
      request.reverse === true
        ? { ...request, startKey: request.endKey, endKey: request.startKey }
        : undefined,
    ),
  },
};

/** Nothing was done, says this one. */
function takenForBusy(response: Fields): Fields | undefined {
  return (response.regionError as Fields | undefined)?.undeterminedResult === undefined
    ? undefined
    : { regionError: { serverIsBusy: { reason: 'busy' } } };
}

const idsOf = ({ requestIds }: Fields) => (requestIds ?? []) as readonly bigint[];

function untilItFails(scan: Scan): Scan {
  return rowsOf(scan, async function* (): AsyncGenerator<KeyValue> {
    try {
      yield* scan;
    } catch {}
  });
}
