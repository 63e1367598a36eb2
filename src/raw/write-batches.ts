import { PartialWriteError, UndeterminedError, type WritePart } from '../model/errors.ts';
import type { LostAnswer } from '../region/request/region-call.ts';
import { backOffMoved } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { inBranches } from '../retry/in-branches.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import type { RawEnvironment, RawSending } from './raw-environment.ts';
import { rawWriteRefusal } from './raw-refusal.ts';
import { type RegionBatch, toRegionBatches } from './region-batches.ts';

/** A key of a batch, once, with its positions in the caller's list. */
export interface BatchItem {
  readonly key: Uint8Array;
  readonly indexes: readonly number[];
}

/** How batches become requests. */
export interface BatchWrite<Item, Request, Response> {
  readonly rpc: Rpc<Request, Response>;
  /** A request is full as soon as the weights of its items reach the limit. */
  readonly limit: number;
  weightOf(item: Item): number;
  request(items: readonly Item[]): Request;
}

/** What earlier attempts at the same items have left behind. */
interface Attempts {
  readonly lost: LostAnswer | undefined;
  /** Whether a request was sent. */
  readonly resend: boolean;
}

const NO_ATTEMPTS: Attempts = { lost: undefined, resend: false };

/**
 * Writes items in any regions, all requests at once; those whose regions have moved are sent again. Each
 * request is applied as a whole or not at all.
 *
 * @returns what became of each request
 */
export function writeBatches<
  Item extends BatchItem,
  Request extends { context?: kvrpcpb.Context | undefined },
  Response extends { error: string },
>(
  { regions }: Pick<RawEnvironment, 'regions'>,
  items: readonly Item[],
  write: BatchWrite<Item, Request, Response>,
  { atMostOnce }: RawSending,
  backoffer: Backoffer,
): Promise<readonly WritePart[]> {
  return writeItems(items, NO_ATTEMPTS, backoffer);

  async function writeItems(
    pending: readonly Item[],
    before: Attempts,
    own: Backoffer,
  ): Promise<readonly WritePart[]> {
    let batches: readonly RegionBatch<Item>[];
    try {
      const groups = await regions.cache.groupKeys(
        pending.map((item) => item.key),
        own,
      );
      batches = toRegionBatches(groups, pending, write.weightOf, write.limit);
    } catch (error) {
      return [unfinished(pending, error, before.lost)];
    }
    const parts = await inBranches(batches, own, (batch, branch) => writeBatch(batch, before, branch));
    return parts.flat();
  }

  async function writeBatch(
    batch: RegionBatch<Item>,
    before: Attempts,
    own: Backoffer,
  ): Promise<readonly WritePart[]> {
    const result = await regions.send({
      rpc: write.rpc,
      request: write.request(batch.items),
      region: batch.region,
      timeoutMs: RPC_TIMEOUT_MS.short,
      executionLimitMs: MAX_WRITE_EXECUTION_MS,
      backoffer: own,
      resend: before.resend,
      atMostOnce,
    });
    const lost = result.lost ?? before.lost;
    if (result.kind === 'failed') return [unfinished(batch.items, result.error, lost)];
    if (result.kind === 'succeeded') {
      const error = rawWriteRefusal(result.response.error);
      if (error !== undefined) return [unfinished(batch.items, error, lost)];
      return [{ outcome: 'done', indexes: indexesOf(batch.items) }];
    }
    try {
      await backOffMoved(result, own);
    } catch (error) {
      return [unfinished(batch.items, error, lost)];
    }
    return writeItems(batch.items, { lost, resend: before.resend || result.attempts > 0 }, own);
  }
}

/**
 * Ends a write of several parts.
 *
 * @throws the first part's error when none is done; UndeterminedError when the outcome of all is unknown;
 * PartialWriteError when they ended differently
 */
export function settleParts(parts: readonly WritePart[]): void {
  const outcomes = new Set(parts.map((part) => part.outcome));
  const failure = parts.find((part) => part.outcome !== 'done');
  if (failure === undefined) return;
  if (outcomes.size > 1) throw new PartialWriteError(parts);
  if (failure.outcome === 'notDone' || failure.error instanceof UndeterminedError) throw failure.error;
  throw new UndeterminedError(failure.error);
}

function unfinished(items: readonly BatchItem[], error: unknown, lost: LostAnswer | undefined): WritePart {
  const isUnknown = lost !== undefined || error instanceof UndeterminedError;
  return { outcome: isUnknown ? 'unknown' : 'notDone', indexes: indexesOf(items), error };
}

function indexesOf(items: readonly BatchItem[]): readonly number[] {
  return items.flatMap((item) => item.indexes).sort((a, b) => a - b);
}
