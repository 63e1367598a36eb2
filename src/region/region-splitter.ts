import { equalBytes, inOrderOnce } from '../model/bytes.ts';
import {
  asTikvError,
  type NotScattered,
  PartialSplitError,
  PdError,
  PdUnreachableError,
  ProtocolError,
  type TikvError,
} from '../model/errors.ts';
import type { PdScheduling } from '../pd/pd-scheduling.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import type { CachedRegion } from './cache/cached-region.ts';
import type { RegionClient } from './request/region-client.ts';
import { backOffMoved } from './send-by-key.ts';

/** Whether new regions are to be scattered, and how. */
export interface Scatter {
  /** Regions of one group are spread evenly among each other. */
  readonly group: string | undefined;
}

/** What became of a split. */
export interface SplitResult {
  /**
   * The new regions, one for each key that was not a border before, in key order. Those of a split whose
   * answer was lost are missing.
   */
  readonly regionIds: readonly bigint[];
  /** Those of them that were to be scattered and could not be, each with its reason. */
  readonly notScattered: readonly NotScattered[];
}

interface Part extends SplitResult {
  readonly failure?: TikvError;
}

/** Borders in one request (client-go's splitBatchRegionLimit). */
const KEYS_PER_REQUEST = 2048;

/**
 * How often PD is asked to scatter a region about which it does not know enough: stores soon report a new
 * one.
 */
const SCATTER_TRIES = 3;

/**
 * Splits regions at given keys, and has PD scatter the new ones. Follows client-go's SplitRegions and
 * WaitScatterRegionFinish (tikv/split_region.go; parity rows KVS-5 and KVS-6).
 */
export class RegionSplitter {
  readonly #regions: RegionClient;
  readonly #scheduling: PdScheduling;
  readonly #isRaw: boolean;

  /** @param isRaw whether its keys are those of raw values, which may be in another order. Default false */
  constructor(regions: RegionClient, scheduling: PdScheduling, { isRaw = false } = {}) {
    this.#regions = regions;
    this.#scheduling = scheduling;
    this.#isRaw = isRaw;
  }

  /**
   * Makes a region begin at each key, working on many regions at once. Keys at which one begins already are
   * passed over.
   * @param scatter undefined leaves the new regions where they are
   * @throws PartialSplitError when some regions were split and others were not; the failure when none was
   */
  async split(
    keys: readonly Uint8Array[],
    scatter: Scatter | undefined,
    backoffer: Backoffer,
  ): Promise<SplitResult> {
    const borders = inOrderOnce(keys);
    const { failure, regionIds, notScattered } = await this.#splitAt(borders, scatter, backoffer);
    if (failure === undefined) return { regionIds, notScattered };
    throw regionIds.length === 0 ? failure : new PartialSplitError(regionIds, failure, notScattered);
  }

  /**
   * Waits until PD has moved a region that it was asked to scatter, or has given up.
   * @throws what asking PD throws, and what the backoffer says when it is used up
   */
  async waitForScatter(regionId: bigint, backoffer: Backoffer): Promise<void> {
    const cause = new PdError(`PD is still scattering region ${regionId}`, { retryable: true });
    while (await this.isScattering(regionId, backoffer)) await backoffer.sleep('regionMiss', cause);
  }

  /** Whether PD is still moving a region that it was asked to scatter. */
  isScattering(regionId: bigint, backoffer: Backoffer): Promise<boolean> {
    return this.#scheduling.isScattering(regionId, backoffer);
  }

  async #splitAt(
    borders: readonly Uint8Array[],
    scatter: Scatter | undefined,
    backoffer: Backoffer,
  ): Promise<Part> {
    const groups = await this.#regions.cache.groupKeys(borders, backoffer);
    const requests = groups.flatMap(({ region, indexes }) => {
      const own = indexes
        .map((index) => borders[index] as Uint8Array)
        .filter((key) => !equalBytes(key, region.startKey));
      const parts = Math.ceil(own.length / KEYS_PER_REQUEST);
      return Array.from({ length: parts }, (_, nth) => ({
        region,
        keys: own.slice(nth * KEYS_PER_REQUEST, (nth + 1) * KEYS_PER_REQUEST),
      }));
    });
    const parts = await Promise.all(
      requests.map(({ region, keys }) => this.#splitRegion(region, keys, scatter, backoffer.fork())),
    );
    const failure = parts.find((part) => part.failure !== undefined)?.failure;
    return {
      regionIds: parts.flatMap(({ regionIds }) => regionIds),
      notScattered: parts.flatMap(({ notScattered }) => notScattered),
      ...(failure && { failure }),
    };
  }

  /** Never rejects: others are under way at the same time. */
  async #splitRegion(
    region: CachedRegion,
    splitKeys: readonly Uint8Array[],
    scatter: Scatter | undefined,
    backoffer: Backoffer,
  ): Promise<Part> {
    try {
      const result = await this.#regions.send({
        rpc: tikvRpcs.splitRegion,
        request: { splitKeys, isRawKv: this.#isRaw },
        region,
        timeoutMs: RPC_TIMEOUT_MS.short,
        backoffer,
      });
      if (result.kind === 'failed') throw result.error;
      if (result.kind === 'moved') {
        await backOffMoved(result, backoffer);
        return await this.#splitAt(splitKeys, scatter, backoffer);
      }
      region.invalidate();
      const ids = result.response.regions.map(({ id }) => id);
      if (ids.includes(0n)) throw new ProtocolError(`Region ${region.id} was split into one without an id`);
      // One of the parts, mostly the last, is the region that was split: it stays where it is.
      const regionIds = ids.filter((id) => id !== region.id);
      const notScattered = scatter === undefined ? [] : await this.#scatterAll(regionIds, scatter, backoffer);
      return { regionIds, notScattered };
    } catch (error) {
      return { regionIds: [], notScattered: [], failure: asTikvError(error) };
    }
  }

  async #scatterAll(
    regionIds: readonly bigint[],
    scatter: Scatter,
    backoffer: Backoffer,
  ): Promise<readonly NotScattered[]> {
    const notScattered: NotScattered[] = [];
    for (const [nth, regionId] of regionIds.entries()) {
      try {
        await this.#scatter(regionId, scatter, backoffer);
      } catch (cause) {
        const error = asTikvError(cause);
        notScattered.push({ regionId, error });
        const isOver =
          error instanceof PdUnreachableError || backoffer.deadline.error('backing off') !== undefined;
        if (!isOver) continue;
        for (const rest of regionIds.slice(nth + 1)) notScattered.push({ regionId: rest, error });
        break;
      }
    }
    return notScattered;
  }

  async #scatter(regionId: bigint, { group }: Scatter, backoffer: Backoffer): Promise<void> {
    const cause = new PdError(`PD cannot scatter region ${regionId} now`, { retryable: true });
    for (let tries = 1; !(await this.#scheduling.scatter(regionId, group, backoffer)); tries++) {
      if (tries === SCATTER_TRIES) throw cause;
      await backoffer.sleep('pdRpc', cause);
    }
  }
}
