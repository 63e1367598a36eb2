import { compareBytes } from '../model/bytes.ts';
import { describeKey, ProtocolError } from '../model/errors.ts';
import { type KeyRange, rangeContains, type StoreMeta } from '../model/region.ts';
import type { Runtime } from '../model/runtime.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { pdpb } from '../wire/codec/connect-messages.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import { loadAdminRpcs, pdRpcs } from '../wire/codec/rpcs.ts';
import { LeaderCalls } from './leader-calls.ts';
import { keyspaceMetaOf, pdRegionOf, storeMetaOf } from './pd-answers.ts';
import type { PdClient, PdRegionOptions } from './pd-client.ts';
import type { PdRefusal } from './pd-refusal.ts';
import type { PdSession } from './pd-session.ts';
import type { KeyspaceMeta, PdRegion } from './pd-types.ts';

/** The PdClient over a session, which it does not own. */
export function createPdClient(runtime: Pick<Runtime, 'clock' | 'transport'>, session: PdSession): PdClient {
  return new SessionPdClient(runtime, session);
}

const NO_REGION = (refusal: PdRefusal) => refusal.errorType === pdpb.ErrorType.REGION_NOT_FOUND;

const NO_STORE = ({ errorType, error }: PdRefusal) =>
  errorType === pdpb.ErrorType.STORE_TOMBSTONE ||
  (error.message.includes('invalid store ID') && error.message.includes('not found'));

const NO_ENTRY = (refusal: PdRefusal) => refusal.errorType === pdpb.ErrorType.ENTRY_NOT_FOUND;

const UNIMPLEMENTED = (refusal: PdRefusal) => refusal.unimplemented === true;

class SessionPdClient implements PdClient {
  readonly #session: PdSession;
  readonly #calls: LeaderCalls;

  constructor(runtime: Pick<Runtime, 'clock' | 'transport'>, session: PdSession) {
    this.#session = session;
    this.#calls = new LeaderCalls(runtime, session);
  }

  get clusterId(): bigint {
    return this.#session.clusterId;
  }

  async getRegion(
    key: Uint8Array,
    backoffer: Backoffer,
    options?: PdRegionOptions,
  ): Promise<PdRegion | undefined> {
    const region = await this.#region(pdRpcs.getRegion, { regionKey: key }, backoffer, options);
    if (region === undefined) return undefined;
    const { id, startKey, endKey } = region.meta;
    if (!rangeContains({ start: startKey, end: endKey }, key, compareBytes)) {
      throw new ProtocolError(`PD gave region ${id}, which does not hold the ${describeKey(key)} asked for`);
    }
    return region;
  }

  async getPrevRegion(
    key: Uint8Array,
    backoffer: Backoffer,
    options?: PdRegionOptions,
  ): Promise<PdRegion | undefined> {
    const region = await this.#region(pdRpcs.getPrevRegion, { regionKey: key }, backoffer, options);
    if (region === undefined) return undefined;
    const { id, endKey } = region.meta;
    if (endKey.length === 0 || compareBytes(endKey, key) > 0) {
      throw new ProtocolError(`PD gave region ${id}, which is not before the ${describeKey(key)} asked for`);
    }
    return region;
  }

  async batchScanRegions(
    ranges: readonly KeyRange[],
    limit: number,
    backoffer: Backoffer,
    options: PdRegionOptions = {},
  ): Promise<readonly PdRegion[]> {
    const request = {
      ranges: ranges.map(({ start, end }) => ({ startKey: start, endKey: end })),
      limit,
    };
    const response = await this.#calls.call(pdRpcs.batchScanRegions, request, backoffer, {
      allowFollower: options.allowFollower,
      meansAbsent: UNIMPLEMENTED,
    });
    if (response === undefined) return this.#scanOneByOne(ranges, limit, backoffer, options);
    return inOrder(response.regions);
  }

  async getStore(id: bigint, backoffer: Backoffer): Promise<StoreMeta | undefined> {
    const options = { meansAbsent: NO_STORE };
    const response = await this.#calls.call(pdRpcs.getStore, { storeId: id }, backoffer, options);
    if (response === undefined) return undefined;
    // As pd's own client (handleStoreResponse in client/client.go): an answer without a store is no
    // tombstone.
    if (response.store === undefined) throw new ProtocolError(`PD gave no store for store ${id}`);
    const store = storeMetaOf(response.store);
    if (store.id !== id) throw new ProtocolError(`PD gave store ${store.id} for store ${id}`);
    return store.state === 'tombstone' ? undefined : store;
  }

  async getAllStores(backoffer: Backoffer): Promise<readonly StoreMeta[]> {
    const request = { excludeTombstoneStores: true };
    const response = await this.#calls.call(pdRpcs.getAllStores, request, backoffer);
    return (response?.stores ?? []).map(storeMetaOf).filter(({ state }) => state !== 'tombstone');
  }

  async loadKeyspace(name: string, backoffer: Backoffer): Promise<KeyspaceMeta | undefined> {
    const { keyspaceRpcs } = await loadAdminRpcs();
    const options = { meansAbsent: NO_ENTRY };
    const response = await this.#calls.call(keyspaceRpcs.loadKeyspace, { name }, backoffer, options);
    return response?.keyspace === undefined ? undefined : keyspaceMetaOf(response.keyspace);
  }

  async #region<Request>(
    rpc: Rpc<Request, pdpb.GetRegionResponse.Decoded>,
    request: Request,
    backoffer: Backoffer,
    { allowFollower }: PdRegionOptions = {},
  ): Promise<PdRegion | undefined> {
    const options = { allowFollower, meansAbsent: NO_REGION };
    const response = await this.#calls.call(rpc, request, backoffer, options);
    return response === undefined ? undefined : pdRegionOf(response);
  }

  /** For a PD from before BatchScanRegions. */
  async #scanOneByOne(
    ranges: readonly KeyRange[],
    limit: number,
    backoffer: Backoffer,
    options: PdRegionOptions,
  ): Promise<readonly PdRegion[]> {
    const regions: PdRegion[] = [];
    for (const { start, end } of ranges) {
      if (regions.length >= limit) break;
      const request = { startKey: start, endKey: end, limit: limit - regions.length };
      const response = await this.#calls.call(pdRpcs.scanRegions, request, backoffer, {
        allowFollower: options.allowFollower,
      });
      const found = inOrder(response?.regions ?? []);
      // One region may reach from one range into the next.
      const repeated = found[0]?.meta.id === regions.at(-1)?.meta.id;
      regions.push(...(repeated ? found.slice(1) : found));
    }
    return regions;
  }
}

/** @throws ProtocolError when the regions overlap or are not in key order */
function inOrder(answers: readonly pdpb.Region.Decoded[]): readonly PdRegion[] {
  const regions = answers.map(pdRegionOf).filter((region) => region !== undefined);
  for (let i = 1; i < regions.length; i++) {
    const { endKey } = (regions[i - 1] as PdRegion).meta;
    const { id, startKey } = (regions[i] as PdRegion).meta;
    if (endKey.length === 0 || compareBytes(endKey, startKey) > 0) {
      throw new ProtocolError(`PD gave region ${id} out of order, or over another`);
    }
  }
  return regions;
}
