import { UndeterminedError } from '../model/errors.ts';
import type { LostAnswer, RegionResult } from '../region/region-call.ts';
import { backOffMoved } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import type { RawEnvironment, RawSending } from './raw-environment.ts';
import { toWriteRefusal } from './raw-refusal.ts';

/**
 * Sends a write of one key to the region that holds it. With `atMostOnce` it is sent again only while no attempt
 * can have been executed; without, also after a lost answer: at least once (fault F16).
 *
 * @throws UndeterminedError when it failed after an answer was lost; else what it failed with
 */
export async function writeByKey<Request, Response extends { error: string }>(
  { regions }: Pick<RawEnvironment, 'regions'>,
  key: Uint8Array,
  { rpc, request }: { readonly rpc: Rpc<Request, Response>; readonly request: Request },
  { atMostOnce }: RawSending,
  backoffer: Backoffer,
): Promise<Response> {
  let lost: LostAnswer | undefined;
  let resend = false;
  try {
    for (;;) {
      const region = regions.cache.peek(key) ?? (await regions.cache.locate(key, backoffer));
      const result: RegionResult<Response> = await regions.send({
        rpc,
        request,
        region,
        timeoutMs: RPC_TIMEOUT_MS.short,
        executionLimitMs: MAX_WRITE_EXECUTION_MS,
        backoffer,
        resend,
        atMostOnce,
      });
      lost = result.lost ?? lost;
      resend ||= result.attempts > 0;
      if (result.kind === 'failed') throw result.error;
      if (atMostOnce && lost !== undefined) throw lost;
      if (result.kind === 'succeeded') {
        const refusal = toWriteRefusal(result.response.error);
        if (refusal !== undefined) throw refusal;
        return result.response;
      }
      await backOffMoved(result, backoffer);
    }
  } catch (error) {
    if (lost === undefined || error instanceof UndeterminedError) throw error;
    throw new UndeterminedError(error);
  }
}
