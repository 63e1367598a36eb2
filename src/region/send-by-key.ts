import type { Backoffer } from '../retry/backoffer.ts';
import { inBranches } from '../retry/in-branches.ts';
import type { CachedRegion } from './cache/cached-region.ts';
import type { RegionCall, RegionResult } from './request/region-call.ts';
import type { RegionClient } from './request/region-client.ts';
import { relocationBackoff } from './request/relocation-backoff.ts';

type Moved = Extract<RegionResult<unknown>, { kind: 'moved' }>;
type Succeeded<Response> = Extract<RegionResult<Response>, { kind: 'succeeded' }>;

/** The wait before keys of a region that moved are located again; see `relocationBackoff`. */
export async function backOffMoved(moved: Moved, backoffer: Backoffer): Promise<void> {
  const kind = relocationBackoff(moved.cause);
  if (kind !== undefined) await backoffer.sleep(kind, moved.cause);
}

/** A call about one key, of the region that holds it. */
export interface KeyCall<Request, Response> extends Omit<RegionCall<Request, Response>, 'region'> {
  /** In the place of `timeoutMs`, until the region turns out to have moved. */
  readonly firstTimeoutMs?: number | undefined;
}

/**
 * Sends a request about one key to the region that holds it, as often as that region moves.
 * @throws what the request failed with, or what the backoffer says when it is used up
 */
export function sendByKey<Request, Response>(
  client: RegionClient,
  key: Uint8Array,
  call: KeyCall<Request, Response>,
): Promise<Succeeded<Response>> {
  const region = client.cache.peek(key);
  if (region === undefined) return sendUntilFound(client, key, call, undefined);
  // One promise, and no async function, for a request that goes well: most of them do.
  return new Promise((resolve, reject) => {
    client.sendTo(firstCallIn(region, call), (result) => {
      if (result.kind === 'succeeded') resolve(result);
      else sendUntilFound(client, key, call, result).then(resolve, reject);
    });
  });
}

/** @param last how the request ended where the key was before; undefined when it was not sent yet */
async function sendUntilFound<Request, Response>(
  client: RegionClient,
  key: Uint8Array,
  call: KeyCall<Request, Response>,
  last: Exclude<RegionResult<Response>, { kind: 'succeeded' }> | undefined,
): Promise<Succeeded<Response>> {
  let resend = call.resend === true;
  for (let result = last; ; ) {
    if (result?.kind === 'failed') throw result.error;
    if (result !== undefined) {
      resend ||= result.attempts > 0;
      await backOffMoved(result, call.backoffer);
    }
    const region = client.cache.peek(key) ?? (await client.cache.locate(key, call.backoffer));
    const first = firstCallIn(region, call);
    const next: RegionResult<Response> = await client.send(
      result === undefined ? first : { ...first, resend, timeoutMs: call.timeoutMs },
    );
    if (next.kind === 'succeeded') return next;
    result = next;
  }
}

function firstCallIn<Request, Response>(
  region: CachedRegion,
  call: KeyCall<Request, Response>,
): RegionCall<Request, Response> {
  // Each field by its name: a spread costs as much as the rest of a request that goes well.
  const {
    rpc,
    request,
    timeoutMs,
    firstTimeoutMs = timeoutMs,
    executionLimitMs,
    atMostOnce,
    backoffer,
  } = call;
  const { resend = false } = call;
  return { rpc, request, region, timeoutMs: firstTimeoutMs, executionLimitMs, backoffer, resend, atMostOnce };
}

/** Keys of one region, and where they stand in the list given. */
export interface RegionKeys {
  readonly keys: readonly Uint8Array[];
  readonly indexes: readonly number[];
}

/**
 * Sends one request for each region that keys lie in, all at once, and again for the keys of regions that
 * moved. `take` gets each answer with the keys it is for.
 * @throws the first failure; requests under way are waited for
 */
export async function sendGrouped<Request, Response>(
  client: RegionClient,
  keys: readonly Uint8Array[],
  call: Omit<RegionCall<Request, Response>, 'region' | 'request'> & {
    request(keys: readonly Uint8Array[]): Request;
  },
  take: (response: Response, group: RegionKeys) => void,
): Promise<void> {
  if (keys.length === 0) return;
  const groups = await client.cache.groupKeys(keys, call.backoffer);
  await inBranches(groups, call.backoffer, async (group, backoffer) => {
    const own = group.indexes.map((index) => keys[index] as Uint8Array);
    const { request, ...rest } = call;
    const result = await client.send({ ...rest, backoffer, region: group.region, request: request(own) });
    if (result.kind === 'succeeded') take(result.response, { keys: own, indexes: group.indexes });
    else if (result.kind === 'failed') throw result.error;
    else {
      await backOffMoved(result, backoffer);
      const resend = call.resend === true || result.attempts > 0;
      await sendGrouped(client, own, { ...call, backoffer, resend }, (response, moved) =>
        take(response, {
          keys: moved.keys,
          indexes: moved.indexes.map((index) => group.indexes[index] as number),
        }),
      );
    }
  });
}
