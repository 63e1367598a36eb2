import * as fc from 'fast-check';
import { compareBytes } from '../../src/model/bytes.ts';
import { InternalError, TikvError } from '../../src/model/errors.ts';
import { rawBatchGet } from '../../src/raw/raw-batch-get.ts';
import { rawScanPage } from '../../src/raw/raw-scan-page.ts';
import { VALUES } from '../../src/txn/reads/point-read.ts';
import type { ReadEnvironment } from '../../src/txn/reads/read-environment.ts';
import { ReadView } from '../../src/txn/reads/read-view.ts';
import { snapshotBatchGet } from '../../src/txn/reads/snapshot-batch-get.ts';
import { scanPage } from '../../src/txn/reads/snapshot-scan.ts';
import { type Reply, text } from '../support/fake-region-servers.ts';
import { bytes, RawServers } from '../support/raw-servers.ts';
import { decoderOf } from './damaged.ts';

/* Answers in the right form and with hostile content: F38. */

const key = fc.constantFrom('', 'a', 'b', 'c', 'm', 'n', 'o', 'z');
const lock = fc.record({
  key: key.map(bytes),
  primaryLock: key.map(bytes),
  lockVersion: fc.constantFrom(0n, 1n, 2n ** 64n - 1n),
  lockType: fc.constantFrom(0, 1, 5, 77),
});
const keyError = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 6 },
  fc.record({ locked: lock }),
  fc.record({ abort: fc.constantFrom('', 'Txn(Error') }),
  fc.constant({}),
);
const pair = fc
  .record({ key: key.map(bytes), value: key.map(bytes), error: keyError })
  .map(({ error, ...rest }) => (error === undefined ? rest : { ...rest, error }));
const pairs = fc.array(pair, { maxLength: 5 });
const regionError = fc.oneof(
  { arbitrary: fc.constant(undefined), weight: 8 },
  fc.constant({}),
  fc.constant({ message: 'what is this' }),
  fc.constant({ notLeader: { regionId: 9n }, epochNotMatch: {} }),
  fc.constant({
    epochNotMatch: { currentRegions: [{ id: 0n }, { id: 1n, startKey: bytes('z'), endKey: bytes('a') }] },
  }),
);

/** An answer of a type, as the client would decode it. */
function replies(type: string, field: string, error?: string): fc.Arbitrary<Reply> {
  const { codec } = decoderOf(`kvrpcpb.${type}`);
  return fc.tuple(pairs, regionError, keyError).map(([list, refusal, whole]) => {
    const message = {
      [field]: list,
      ...(refusal && { regionError: refusal }),
      ...(error && whole && { [error]: whole }),
    };
    const encode = codec.encode as (message: object) => { finish(): Uint8Array };
    return { response: codec.decode(encode(message).finish()) as object };
  });
}

/** What stores say at last, so that a client that goes on asking comes to an end. */
const quiet = (type: string): Reply => ({
  response: decoderOf(`kvrpcpb.${type}`).codec.decode(new Uint8Array(0)),
});

const options = fc.record({
  reverse: fc.boolean(),
  keysOnly: fc.boolean(),
  batchSize: fc.integer({ min: 1, max: 4 }),
});
const range = fc.record({ start: key.map(bytes), end: key.map(bytes) });

/** The verb, by the type of its answers, and what its result has to be. */
const verbs = {
  ScanResponse: async (servers: RawServers, read: Read) => {
    const page = await scanPage(viewOf(servers), read.range, read.options, servers.backoffer());
    checkOrder(
      page.pairs.map((each) => each.key),
      read,
    );
  },
  RawScanResponse: async (servers: RawServers, read: Read) => {
    const own = { ...read.options, maxKeyBytes: 10 };
    const page = await rawScanPage(servers.environment, read.range, own, servers.backoffer());
    checkOrder(
      page.pairs.map((each) => each.key),
      read,
    );
  },
  BatchGetResponse: async (servers: RawServers, read: Read) => {
    const values = await snapshotBatchGet(viewOf(servers), read.keys, VALUES, servers.backoffer());
    if (values.length !== read.keys.length) throw new Error('Not aligned');
  },
  RawBatchGetResponse: async (servers: RawServers, read: Read) => {
    const values = await rawBatchGet(servers.environment, read.keys, servers.backoffer());
    if (values.length !== read.keys.length) throw new Error('Not aligned');
  },
} as const;

interface Read {
  readonly range: { readonly start: Uint8Array; readonly end: Uint8Array };
  readonly keys: readonly Uint8Array[];
  readonly options: { readonly reverse: boolean; readonly keysOnly: boolean; readonly batchSize: number };
}

function environmentOf(servers: RawServers): ReadEnvironment {
  const resolve = async () => ({ waitMs: 0, ignore: [], access: [] });
  return { regions: servers.client, visibility: { check: () => undefined }, locks: { resolve } };
}

const viewOf = (servers: RawServers) => new ReadView(environmentOf(servers), 10n);

function checkOrder(
  keys: readonly Uint8Array[],
  { range: { start, end }, options: { reverse } }: Read,
): void {
  const upward = reverse ? [...keys].reverse() : keys;
  for (const [index, each] of upward.entries()) {
    const previous = upward[index - 1];
    const isIn = compareBytes(each, start) >= 0 && (end.length === 0 || compareBytes(each, end) < 0);
    if (!isIn || (previous !== undefined && compareBytes(previous, each) >= 0)) {
      throw new Error(`Keys out of order or range: ${keys.map(text)}`);
    }
  }
}

const cases = fc.oneof(
  ...(
    [
      ['ScanResponse', 'pairs', 'error'],
      ['RawScanResponse', 'kvs', undefined],
      ['BatchGetResponse', 'pairs', 'error'],
      ['RawBatchGetResponse', 'pairs', undefined],
    ] as const
  ).map(([type, field, error]) =>
    fc.record({
      type: fc.constant(type),
      script: fc.array(replies(type, field, error), { minLength: 1, maxLength: 4 }),
      range,
      keys: fc.array(key.map(bytes), { minLength: 1, maxLength: 4 }),
      options,
    }),
  ),
);

/** Reads end with pairs that can be right, or with a typed error. */
export const hostileReads = fc.asyncProperty(cases, async ({ type, script, ...read }) => {
  const servers = new RawServers({ borders: ['m'] });
  servers.rpc.script = [...script, ...Array<Reply>(60).fill(quiet(type))];
  try {
    await servers.until(verbs[type](servers, read));
  } catch (error) {
    if (!(error instanceof TikvError) || error instanceof InternalError) throw error;
  } finally {
    servers.root.stop();
  }
});
