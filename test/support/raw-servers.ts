import { EMPTY_BYTES } from '../../src/model/bytes.ts';
import type { RawEnvironment } from '../../src/raw/raw-environment.ts';
import type { kvrpcpb } from '../../src/wire/codec/messages.ts';
import {
  bytes,
  FakeRegionServers,
  type FakeRegionServersOptions,
  type Reply,
  text,
  toWireRegion,
} from './fake-region-servers.ts';

export { bytes, text };

/** Answers of stores, as they are decoded. */
export const answer = {
  done: { response: { error: '' } } as Reply,
  refused: (error: string): Reply => ({ response: { error } }),
  lost: { status: 14, sent: 'maybe' } as Reply,
  notSent: { status: 14, sent: 'no' } as Reply,
  stale: { regionError: { staleCommand: {} } } as Reply,
  undetermined: { regionError: { undeterminedResult: { message: '' } } } as Reply,
  value: (value: string): Reply => ({ response: { error: '', value: bytes(value), notFound: false } }),
  absent: { response: { error: '', value: EMPTY_BYTES, notFound: true } } as Reply,
  ttl: (ttl: bigint): Reply => ({ response: { error: '', ttl, notFound: false } }),
  pairs: (...names: string[]): Reply => ({ response: { pairs: toPairs(names) } }),
  scanned: (...names: string[]): Reply => ({ response: { kvs: toPairs(names) } }),
  split: (...borders: string[]): Reply => ({
    regionError: {
      epochNotMatch: {
        currentRegions: toRegions(borders).map((region) => toWireRegion({ ...region, version: 2n })),
      },
    },
  }),
} as const;

function toPairs(names: readonly string[]): kvrpcpb.KvPair.Decoded[] {
  return names.map((name) => ({ key: bytes(name), value: bytes(name.toUpperCase()), commitTs: 0n }));
}

function toRegions(borders: readonly string[]) {
  const starts = ['', ...borders];
  return starts.map((start, index) => ({ id: BigInt(index + 1), start, end: starts[index + 1] ?? '' }));
}

/** Stores and PD played by the test; regions begin at the borders. */
export class RawServers extends FakeRegionServers {
  readonly environment: RawEnvironment;

  constructor({ borders = [], ...options }: FakeRegionServersOptions & { borders?: string[] } = {}) {
    super({ regions: toRegions(borders), ...options });
    this.environment = { regions: this.client, columnFamily: '', forCas: false };
  }

  /** What PD says from now on. */
  split(...borders: string[]): void {
    this.pd.regions = toRegions(borders).map((region) => ({ ...region, version: 2n }));
  }

  /** What was sent, without context: RPC names with their requests. */
  get requests(): Record<string, unknown>[] {
    return this.rpc.sent.map(({ rpc, request: { context: _, ...request } }) => ({ rpc, ...request }));
  }

  /** RPC names and keys, such as `RawPut a` or `RawScan a..b`, each with `again` for a resend. */
  get log(): string[] {
    return this.rpc.sent.map(({ rpc, request }) => {
      const about = request as {
        key?: Uint8Array;
        keys?: Uint8Array[];
        pairs?: { key: Uint8Array }[];
        startKey?: Uint8Array;
        endKey?: Uint8Array;
        ranges?: { startKey: Uint8Array; endKey: Uint8Array }[];
      };
      const { startKey, endKey } = about.ranges?.[0] ?? about;
      const keys = about.keys ?? about.pairs?.map(({ key }) => key) ?? (about.key && [about.key]);
      const what =
        keys?.map(text).join(',') ?? `${text(startKey ?? EMPTY_BYTES)}..${text(endKey ?? EMPTY_BYTES)}`;
      return `${rpc} ${what}${request.context?.isRetryRequest ? ' again' : ''}`;
    });
  }

  /** What the verb ends with: its result, or the error's name with its cause's. */
  async outcome(promise: Promise<unknown>): Promise<unknown> {
    try {
      return await this.until(promise);
    } catch (error) {
      return error;
    }
  }
}
