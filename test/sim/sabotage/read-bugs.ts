import { kvrpcpb } from '#proto';
import type {
  KeyValue,
  Scan,
  Snapshot,
  SnapshotScanOptions,
  Tikv,
  ValueOptions,
} from '../../../src/index.ts';
import type { Fields } from '../../../src/testing/index.ts';
import type { Bug } from './bugs.ts';
import { bigintOf, listOf, onRequest, onResponse, without } from './changes.ts';
import { onTransaction, overlay } from './client-bugs.ts';

const READS: ReadonlySet<string> = new Set(['KvGet', 'KvBatchGet', 'KvScan']);
const { RC, RCCheckTS } = kvrpcpb.IsolationLevel;

/** Tells stores of another level instead of one. */
const toldAs = (from: number, to: number) =>
  onRequest(READS, (request) => {
    const context = request.context as Fields | undefined;
    return context?.isolationLevel === from
      ? { ...request, context: { ...context, isolationLevel: to } }
      : undefined;
  });

type Values = Map<string, Uint8Array | string>;

/** Snapshots at `readCommitted` whose point reads are changed. */
const onCommittedGets = (
  tikv: Tikv,
  change: (key: string, ask: () => Promise<Uint8Array | undefined>) => Promise<unknown>,
): Tikv =>
  overlay(tikv, {
    snapshot: (options) => {
      const snapshot = tikv.snapshot(options);
      if (options?.isolation !== 'readCommitted') return snapshot;
      return overlay(snapshot, {
        get: ((key, own) =>
          change(key as string, () => snapshot.get(key, own as ValueOptions))) as Snapshot['get'],
      });
    },
  });

/** Scans of snapshots that are changed. */
export const onScan = (change: (scan: Scan, options: SnapshotScanOptions | undefined) => Scan) => ({
  client: (tikv: Tikv): Tikv =>
    overlay(tikv, {
      snapshot: (options) => {
        const snapshot = tikv.snapshot(options);
        return overlay(snapshot, { scan: (own) => change(snapshot.scan(own), own) });
      },
    }),
});

export const rowsOf = (scan: Scan, rows: () => AsyncGenerator<KeyValue>): Scan =>
  overlay(scan, { [Symbol.asyncIterator]: rows as never });

const skipping = (scan: Scan, count: number): Scan =>
  rowsOf(scan, async function* () {
    let nth = 0;
    for await (const row of scan) if (nth++ >= count) yield row;
  });

const within = (scan: Scan, maxBytes: number): Scan =>
  rowsOf(scan, async function* () {
    let bytes = 0;
    for await (const row of scan) {
      bytes += row.key.length + row.value.length;
      if (bytes > maxBytes) return;
      yield row;
    }
  });

/** Client bugs of what reads can be asked beside a value: another isolation level, timestamps, a part of a scan. */
export const READ_BUGS: Readonly<Record<string, Bug>> = {
  'what was read as committed is remembered': {
    scenario: 'SNP-16',
    workloads: ['levels'],
    client: (tikv) => {
      const known: Values = new Map();
      return onCommittedGets(tikv, async (key, ask) => {
        const value = known.get(key) ?? (await ask());
        if (value !== undefined) known.set(key, value);
        return value;
      });
    },
  },
  'what others are about to write is read as committed': {
    scenario: 'SNP-16',
    workloads: ['levels'],
    client: (tikv) => {
      const open: Values = new Map();
      const { client } = onTransaction((transaction) =>
        overlay(transaction, {
          put: (key, value, options) => {
            open.set(key as string, value);
            transaction.put(key, value, options);
          },
        }),
      );
      return onCommittedGets(client(tikv), async (key, ask) => {
        const value = await ask();
        const other = open.get(key);
        return typeof other === 'string' ? Buffer.from(other) : value;
      });
    },
  },
  'a read that is to be checked does not say so': {
    scenario: 'SNP-16',
    workloads: ['levels'],
    ...toldAs(RCCheckTS, 0),
  },
  'a read that is to be checked is one of what is committed': {
    scenario: 'SNP-16',
    workloads: ['levels'],
    ...toldAs(RCCheckTS, RC),
  },
  'a read of what is committed is checked': {
    scenario: 'SNP-16',
    workloads: ['levels'],
    ...toldAs(RC, RCCheckTS),
  },
  'a key that a read is refused for is told as absent': {
    scenario: 'SNP-16',
    workloads: ['levels'],
    ...onResponse('KvGet', (response) =>
      (response.error as Fields | undefined)?.conflict === undefined
        ? undefined
        : { ...without(response, 'error'), notFound: true },
    ),
  },
  'a value is told with the timestamp at which its transaction began': {
    scenario: 'SNP-5',
    workloads: ['register', 'own-writes'],
    ...onResponse(READS, (response, request) =>
      request.needCommitTs === true
        ? {
            ...response,
            ...(response.commitTs !== undefined && { commitTs: bigintOf(response.commitTs) - 1n }),
            pairs: listOf(response.pairs).map((pair) => ({
              ...pair,
              commitTs: bigintOf(pair.commitTs) - 1n,
            })),
          }
        : undefined,
    ),
  },
  'a scan that goes on leaves out a row': {
    scenario: 'SNP-7',
    workloads: ['mixed', 'own-writes'],
    ...onScan((scan, options) => (options?.after === undefined ? scan : skipping(scan, 1))),
  },
  'a scan of so many bytes ends before the row that is too much': {
    scenario: 'SNP-7',
    workloads: ['mixed', 'own-writes'],
    ...onScan((scan, options) => (options?.maxBytes === undefined ? scan : within(scan, options.maxBytes))),
  },
};
