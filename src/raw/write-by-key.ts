import { UndeterminedError } from '../model/errors.ts';
import type { CachedRegion } from '../region/cache/cached-region.ts';
import type { LostAnswer, RegionResult } from '../region/request/region-call.ts';
import { backOffMoved } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import type { RawEnvironment, RawSending } from './raw-environment.ts';
import { rawWriteRefusal } from './raw-refusal.ts';

/**
 * Sends a write of one key to the region that holds it. With `atMostOnce` it is sent again only while no
 * attempt may have been executed; otherwise also after a lost answer, so it may be done more than once (fault
 * F16).
 *
 * @throws UndeterminedError when it failed after an answer was lost; else its error
 */
export function writeByKey<Request, Response extends { error: string }>(
  { regions }: Pick<RawEnvironment, 'regions'>,
  key: Uint8Array,
  write: Write<Request, Response>,
  { atMostOnce }: RawSending,
  backoffer: Backoffer,
): Promise<Response> {
  const region = regions.cache.peek(key);
  const send = (to: CachedRegion, resend: boolean) =>
    regions.send({
      rpc: write.rpc,
      request: write.request,
      region: to,
      timeoutMs: RPC_TIMEOUT_MS.short,
      executionLimitMs: MAX_WRITE_EXECUTION_MS,
      backoffer,
      resend,
      atMostOnce,
    });
  const locate = () => regions.cache.peek(key) ?? regions.cache.locate(key, backoffer);
  if (region === undefined) return writeUntilDone(locate, send, undefined, backoffer);
  // No async function for a write that succeeds at once, as most do.
  return send(region, false).then((result) =>
    result.kind === 'succeeded' && result.lost === undefined
      ? accepted(result.response)
      : writeUntilDone(locate, send, result, backoffer),
  );
}

interface Write<Request, Response> {
  readonly rpc: Rpc<Request, Response>;
  readonly request: Request;
}

/** @param first how the first attempt ended, if there was one */
async function writeUntilDone<Response extends { error: string }>(
  locate: () => CachedRegion | Promise<CachedRegion>,
  send: (region: CachedRegion, resend: boolean) => Promise<RegionResult<Response>>,
  first: RegionResult<Response> | undefined,
  backoffer: Backoffer,
): Promise<Response> {
  let lost: LostAnswer | undefined;
  let resend = false;
  try {
    for (let result = first; ; ) {
      result ??= await send(await locate(), resend);
      lost = result.lost ?? lost;
      resend ||= result.attempts > 0;
      if (result.kind === 'failed') throw result.error;
      if (result.kind === 'succeeded') return accepted(result.response);
      await backOffMoved(result, backoffer);
      result = undefined;
    }
  } catch (error) {
    if (lost === undefined || error instanceof UndeterminedError) throw error;
    throw new UndeterminedError(error);
  }
}

/** @throws the error for the store's refusal */
function accepted<Response extends { error: string }>(response: Response): Response {
  const refusal = rawWriteRefusal(response.error);
  if (refusal !== undefined) throw refusal;
  return response;
}
