import type { kvrpcpb } from '#proto';
import type { Fields, Message, Reply } from '../faults/message.ts';
import { contains, encodeKey, type Key, keyOf } from '../mvcc/key.ts';
import type { Request } from '../mvcc/messages.ts';
import { larger } from '../mvcc/prewrite-mutation.ts';
import type { TxnState } from '../mvcc/txn-status-cache.ts';
import { GRPC_STATUS } from '../service.ts';
import { holdsBorder } from '../topology/region-state.ts';
import { regionKeys } from '../topology/user-range.ts';
import { checkRegion } from './region-checks.ts';
import { refuse } from './region-commands.ts';
import { regionError } from './region-errors.ts';
import { regionMessage } from './region-messages.ts';
import { safeTs } from './safe-ts.ts';
import type { StoreContext } from './store-context.ts';

type StoreCommand = (context: StoreContext, request: Fields, message: Message) => Reply | Promise<Reply>;

/** Commands that are not carried out by the engine within one region. */
export const STORE_COMMANDS: Readonly<Record<string, StoreCommand>> = {
  SplitRegion: splitRegion,
  UnsafeDestroyRange: unsafeDestroyRange,
  GetStoreSafeTS: storeSafeTs,
  BroadcastTxnStatus: broadcastTxnStatus,
  GetHealthFeedback: (context) => answer({ healthFeedback: healthFeedback(context) }),
  GetLockWaitInfo: ({ node }) => answer({ entries: node.life?.waiters.entries() ?? [] }),
  GetLockWaitHistory: () => answer({ entries: [] }),
  // TiKV collects garbage by itself, driven by PD's safe point.
  KvGC: () => ({ kind: 'status', status: GRPC_STATUS.unimplemented, message: 'KvGC is not supported' }),
};

/** What a store says of its health. @see TiKV src/server/service/kv.rs, HealthFeedbackAttacher */
export function healthFeedback({ node, environment, desk }: StoreContext): kvrpcpb.HealthFeedback {
  return {
    storeId: node.id,
    feedbackSeqNo: BigInt(Math.floor(environment.wallMs())) + BigInt(desk.log.total),
    slowScore: node.slowScore,
  };
}

/**
 * SplitRegion (server rule 70): the parts from left to right.
 *
 * @see TiKV components/raftstore/src/store/util.rs, validate_split_region; coprocessor/split_observer.rs
 */
function splitRegion(context: StoreContext, request: Fields): Reply {
  const { topology, node, settings } = context;
  const { rightDerive } = settings;
  const checked = checkRegion({
    topology,
    storeId: node.id,
    lag: node.lag,
    rightDerive,
    mode: 'encoded',
    rpc: 'SplitRegion',
    request,
    readOnly: false,
  });
  if (!checked.ok) return refuse(checked.error);
  const { region } = checked;
  if (region.merging) return refuse(regionError.proposalInMergingMode(region.id));
  const isRaw = request.isRawKv === true;
  const borders = (request.splitKeys as readonly Uint8Array[]).map((bytes): Key => {
    const key = keyOf(bytes);
    return isRaw && settings.rawBorders === 'plain' ? key : encodeKey(key);
  });
  if (borders.length === 0) return refuse({ message: 'failed to split: no split key' });
  const outside = borders.find((border) => !holdsBorder(region, border));
  if (outside !== undefined) return refuse(regionError.keyNotInRegion(outside, region));
  // TiKV passes over a key where the region begins already, and splits at the others.
  const cuts = borders.filter((border) => border !== region.start);
  if (cuts.length === 0) return refuse({ message: 'failed to split: no valid key found for split.' });
  return answer({ regions: context.split(region.id, cuts).map(regionMessage) });
}

/** UnsafeDestroyRange (server rule 56): the whole store, no region asked. */
function unsafeDestroyRange({ engine, environment, node, tso }: StoreContext, request: Fields): Reply {
  const { life } = node;
  const { startKey, endKey } = request as Record<'startKey' | 'endKey', Uint8Array>;
  if (startKey.length === 0 || endKey.length === 0) {
    throw new Error('UnsafeDestroyRange without a bound would crash TiKV');
  }
  if (life === undefined) return { kind: 'lost' };
  const plan = engine.prepare('UnsafeDestroyRange', request as Request, {
    volatile: life.volatile,
    range: {},
    tso,
    nowMs: () => environment.wallMs(),
    maxTsSynced: true,
  });
  if (plan.kind === 'write') {
    life.proposals.settle(life.proposals.add(0n, plan), 'applied');
    return answer(plan.response);
  }
  return plan.kind === 'read' ? answer(plan.response) : answer({});
}

/** The least safe timestamp of the store's regions within a range that have one; 0 without any. */
function storeSafeTs(context: StoreContext, request: Fields): Reply {
  const { topology, node } = context;
  const { startKey, endKey } = (request.keyRange ?? {}) as kvrpcpb.KeyRange;
  const start = keyOf(startKey);
  const end = keyOf(endKey);
  let least: bigint | undefined;
  for (const region of topology.regions) {
    if (!region.peers.some((peer) => peer.storeId === node.id)) continue;
    const { range } = regionKeys(region, 'encoded');
    const overlaps =
      contains(range, start) || ((range.start ?? '') >= start && (end === '' || (range.start ?? '') < end));
    if (!overlaps) continue;
    const safe = safeTs(context, region, node.id);
    if (safe === 0n) continue;
    if (least === undefined || safe < least) least = safe;
  }
  return answer({ safeTs: least ?? 0n });
}

/** BroadcastTxnStatus: what clients tell of their large transactions. */
function broadcastTxnStatus({ node }: StoreContext, request: Fields): Reply {
  for (const status of request.txnStatus as readonly kvrpcpb.TxnStatus[]) {
    const { startTs = 0n, isCompleted = false } = status;
    node.life?.volatile.txnStatuses.tell(startTs, stateOf(status), isCompleted);
  }
  return answer({});
}

function stateOf({
  startTs = 0n,
  minCommitTs = 0n,
  commitTs = 0n,
  rolledBack = false,
}: kvrpcpb.TxnStatus): TxnState {
  if (rolledBack) return { kind: 'rolledBack' };
  if (commitTs > 0n) return { kind: 'committed', commitTs };
  return { kind: 'ongoing', minCommitTs: larger(startTs, minCommitTs) };
}

function answer(response: Fields): Reply {
  return { kind: 'answer', response };
}
