import type { kvrpcpb } from '#proto';
import { type Command, txnOf } from './command.ts';
import { boundOf, intersect, type Key, keyOf } from './key.ts';
import { RegionFailure } from './region-failure.ts';

/** KvDeleteRange (server rule 56): drops all versions and locks of a range within the region. */
export const deleteRangeCommand: Command<kvrpcpb.DeleteRangeRequest, kvrpcpb.DeleteRangeResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const txn = txnOf(0n);
    const asked = { start: keyOf(request.startKey), end: boundOf(request.endKey) };
    if (request.notifyOnly) return { response: {} };
    refuseReversed(asked.start, asked.end);
    const range = intersect(asked, context.region);
    txn.changes.push({ column: 'range', scope: 'transactional', start: range.start ?? '', end: range.end });
    return { response: {}, txn };
  },
  failed: (_error, text) => ({ error: text }),
};

/** UnsafeDestroyRange: as KvDeleteRange, but for the whole store and without region checks. */
export const unsafeDestroyRangeCommand: Command<kvrpcpb.DeleteRangeRequest, kvrpcpb.DeleteRangeResponse> = {
  latchKeys: () => [],
  run(request, context) {
    const txn = txnOf(0n);
    const range = { start: keyOf(request.startKey), end: boundOf(request.endKey) };
    txn.changes.push({ column: 'range', scope: 'transactional', ...range });
    if (context.apiVersion === 'v2') txn.changes.push({ column: 'range', scope: 'default', ...range });
    return { response: {}, txn };
  },
  failed: (_error, text) => ({ error: text }),
};

/**
 * A deletion of a range that is not ascending fails where it is applied, so with a region error.
 *
 * @throws RegionFailure
 * @see TiKV components/raftstore/src/store/fsm/apply.rs, handle_delete_range
 */
export function refuseReversed(start: Key, end: Key | undefined): void {
  if (end !== undefined && start >= end) throw new RegionFailure({ message: 'invalid delete range command' });
}
