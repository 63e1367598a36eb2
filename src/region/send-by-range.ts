import type { KeyRange } from '../model/region.ts';
import type { CachedRegion } from './cache/cached-region.ts';
import type { RegionCall } from './request/region-call.ts';
import type { RegionClient } from './request/region-client.ts';
import { clip } from './scan-part.ts';
import { backOffMoved } from './send-by-key.ts';

/** A call about the part of a range that lies in one region: its first, or its last one in reverse. */
export interface RangeCall<Request, Response>
  extends Pick<RegionCall<Request, Response>, 'rpc' | 'timeoutMs' | 'backoffer'> {
  readonly reverse?: boolean;
  request(part: KeyRange): Request;
}

/** An answer, and the part of the range that it is about. */
export interface PartAnswer<Response> {
  readonly response: Response;
  readonly part: KeyRange;
  readonly region: CachedRegion;
}

/**
 * Reads from the region at the start of a range, or at its end in reverse, as often as that region moves.
 * @throws what the request failed with, or what the backoffer says when it is used up
 */
export async function sendByRange<Request, Response>(
  client: RegionClient,
  range: KeyRange,
  { rpc, request, timeoutMs, backoffer, reverse = false }: RangeCall<Request, Response>,
): Promise<PartAnswer<Response>> {
  for (;;) {
    const region = reverse
      ? await client.cache.locateEnd(range.end, backoffer)
      : await client.cache.locate(range.start, backoffer);
    const part = clip(range, region);
    const result = await client.send({ rpc, request: request(part), region, timeoutMs, backoffer });
    if (result.kind === 'succeeded') return { response: result.response, part, region };
    if (result.kind === 'failed') throw result.error;
    await backOffMoved(result, backoffer);
  }
}
