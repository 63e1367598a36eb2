import type { RegionCache } from './region-cache.ts';
import type { RegionCall, RegionResult } from './region-call.ts';

/** Sends requests to the regions they are for, and looks after all that can go wrong on the way. */
export interface RegionClient {
  readonly cache: RegionCache;
  /** Never rejects. */
  send<Request, Response>(call: RegionCall<Request, Response>): Promise<RegionResult<Response>>;
}
