import type { errorpb, kvrpcpb } from '#proto';
import { type Fields, LOST, type Message, type Reply } from '../faults/message.ts';
import type { Key } from '../mvcc/key.ts';
import type { Request } from '../mvcc/messages.ts';
import type { CommandEnvironment, LockWait, Plan } from '../mvcc/plan.ts';
import type { BorderMode } from '../topology/key-bounds.ts';
import type { PeerState, RegionState } from '../topology/region-state.ts';
import { regionKeys } from '../topology/user-range.ts';
import type { Resumed } from './lock-waiters.ts';
import { checkRegion } from './region-checks.ts';
import { regionError } from './region-errors.ts';
import { safeTs } from './safe-ts.ts';
import type { StoreContext } from './store-context.ts';
import type { StoreLife } from './store-life.ts';

type WritePlan = Plan & { readonly kind: 'write' };
type Waiting = Plan & { readonly kind: 'wait' };

/** RPCs that followers answer when the request allows it. */
const READS: ReadonlySet<string> = new Set([
  'KvGet',
  'KvBatchGet',
  'KvScan',
  'KvScanLock',
  'MvccGetByKey',
  'MvccGetByStartTs',
  'RawGet',
  'RawBatchGet',
  'RawScan',
  'RawBatchScan',
  'RawGetKeyTTL',
  'RawChecksum',
]);

/**
 * Carries out the commands of a store that concern one region, in the stages of a write: received, latched,
 * proposed, applied, answered. A fault, a change of the region or the end of the process may fall between
 * any two of them; the region is looked at again at the latch and at the apply.
 */
export class RegionCommands {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  async run(rpc: string, request: Fields, message: Message): Promise<Reply> {
    const life = this.#context.node.life;
    if (life === undefined) return LOST;
    const { clock } = this.#context.environment;
    const limitMs = Number((request.context as kvrpcpb.Context | undefined)?.maxExecutionDurationMs ?? 0n);
    const deadlineMs = limitMs > 0 ? clock.now() + limitMs : Number.POSITIVE_INFINITY;
    const first = this.#look(life, rpc, request);
    if (!first.ok) return refuse(first.error);
    const keys = this.#context.engine.latchKeys(rpc, request as Request, first.environment);
    const done =
      keys.length === 0
        ? await this.#runLatched(life, rpc, request, message, deadlineMs, undefined)
        : await this.#latchAndRun(life, rpc, request, message, deadlineMs, keys);
    if (done.kind !== 'wait') return done;
    return life.waiters.wait(done.wait, () => this.#resume(life, done.wait, message));
  }

  async #latchAndRun(
    life: StoreLife,
    rpc: string,
    request: Fields,
    message: Message,
    deadlineMs: number,
    keys: readonly Key[],
  ): Promise<Reply | Waiting> {
    const latch = life.latches.acquire(keys);
    try {
      if (latch.ready !== undefined) await latch.ready;
      const pending = this.#context.desk.enter('latched', message);
      const cut = pending && (await pending);
      if (cut !== undefined) return cut.reply;
      return await this.#runLatched(life, rpc, request, message, deadlineMs, new Set(keys));
    } finally {
      latch.release();
    }
  }

  async #runLatched(
    life: StoreLife,
    rpc: string,
    request: Fields,
    message: Message,
    deadlineMs: number,
    latched: ReadonlySet<Key> | undefined,
  ): Promise<Reply | Waiting> {
    const { node, engine, environment } = this.#context;
    if (node.life !== life) return LOST;
    const looked = this.#look(life, rpc, request);
    if (!looked.ok) return refuse(looked.error);
    if (environment.clock.now() > deadlineMs) return refuse(regionError.deadlineExceeded());
    const { region } = looked;
    const commandEnvironment = latched ? { ...looked.environment, latched } : looked.environment;
    const plan = engine.prepare(rpc, request as Request, commandEnvironment);
    switch (plan.kind) {
      case 'regionError':
        return refuse(plan.regionError as errorpb.Error);
      case 'read':
        life.waiters.onApplied({ released: [], acquired: plan.acquired });
        return { kind: 'answer', response: plan.response };
      case 'write':
        return this.#write(life, region, plan, message);
      case 'wait':
        return plan;
    }
  }

  /** Tries a woken request in ForceLock mode again. */
  async #resume(life: StoreLife, wait: LockWait, message: Message): Promise<Resumed> {
    const latch = life.latches.acquire([wait.key]);
    try {
      if (latch.ready !== undefined) await latch.ready;
      if (this.#context.node.life !== life) return { kind: 'reply', reply: LOST };
      const looked = this.#look(life, message.rpc, message.request);
      if (!looked.ok) return { kind: 'reply', reply: refuse(looked.error) };
      const plan = this.#context.engine.prepareResumed(wait.request, looked.environment);
      if (plan.kind === 'wait') return plan;
      if (plan.kind === 'write') {
        return { kind: 'reply', reply: await this.#write(life, looked.region, plan, message) };
      }
      if (plan.kind === 'regionError') {
        return { kind: 'reply', reply: refuse(plan.regionError as errorpb.Error) };
      }
      return { kind: 'reply', reply: { kind: 'answer', response: plan.response } };
    } finally {
      latch.release();
    }
  }

  /** Proposes and applies a write. */
  async #write(life: StoreLife, region: RegionState, plan: WritePlan, message: Message): Promise<Reply> {
    const { desk, node, settings } = this.#context;
    const refusal = region.merging
      ? regionError.proposalInMergingMode(region.id)
      : tooLarge(plan, region.id, settings.raftEntryMaxBytes);
    if (refusal !== undefined) {
      plan.abort();
      return refuse(refusal);
    }
    const proposal = life.proposals.add(region.id, plan);
    const pending = desk.enter('proposed', message);
    const cut = pending && (await pending);
    if (node.life !== life) return LOST;
    if (proposal.refusal !== undefined) return refuse(proposal.refusal);
    life.proposals.settle(proposal, cut === undefined || cut.applies ? 'applied' : 'lost');
    if (cut !== undefined) return cut.reply;
    const applied = desk.enter('applied', message);
    const late = applied && (await applied);
    return late?.reply ?? { kind: 'answer', response: plan.response };
  }

  /** The region as it is now, and what the engine needs to know of it; or why the store does not take the request. */
  #look(life: StoreLife, rpc: string, request: Fields) {
    const { topology, node, settings } = this.#context;
    const mode: BorderMode = rpc.startsWith('Raw') ? settings.rawBorders : 'encoded';
    const readOnly = READS.has(rpc);
    const { rightDerive } = settings;
    const checked = checkRegion({ topology, storeId: node.id, rightDerive, mode, rpc, request, readOnly });
    if (!checked.ok) return checked;
    const { region, peer } = checked;
    const error = readOnly ? this.#readRefusal(region, peer, request) : undefined;
    if (error !== undefined) return { ok: false as const, error };
    return { ok: true as const, region, environment: this.#environmentOf(life, region, peer, mode) };
  }

  #readRefusal(region: RegionState, peer: PeerState, request: Fields): errorpb.Error | undefined {
    if (region.merging) return regionError.readIndexNotReady(region.id, 'can not read index due to merge');
    const context = request.context as kvrpcpb.Context | undefined;
    if (context?.staleRead === true) {
      const safe = safeTs(this.#context, region, peer.storeId);
      const readTs = (request.version ?? 0n) as bigint;
      return readTs > safe ? regionError.dataIsNotReady(region.id, peer.id, safe) : undefined;
    }
    if (region.leader !== undefined) return undefined;
    return regionError.readIndexNotReady(region.id, 'can not read index due to no leader');
  }

  #environmentOf(
    life: StoreLife,
    region: RegionState,
    peer: PeerState,
    mode: BorderMode,
  ): CommandEnvironment {
    const { environment, storeById, tso } = this.#context;
    const { leader } = region;
    // A follower's read index asks the leader, whose max_ts and in-memory locks count.
    const volatile =
      leader === undefined || leader.id === peer.id
        ? life.volatile
        : (storeById(leader.storeId)?.life?.volatile ?? life.volatile);
    return {
      volatile,
      range: regionKeys(region, mode).bytes,
      tso,
      nowMs: () => environment.wallMs(),
      maxTsSynced: region.maxTsSynced,
    };
  }
}

/** An answer that carries a region error and nothing else. */
export function refuse(error: errorpb.Error): Reply {
  return { kind: 'answer', response: { regionError: error } };
}

function tooLarge(plan: WritePlan, regionId: bigint, maxBytes: number): errorpb.Error | undefined {
  let bytes = 0;
  for (const change of plan.changes) {
    if (change.column === 'range') continue;
    bytes += change.key.length;
    if (change.column === 'default') bytes += change.value?.length ?? 0;
    else if (change.column === 'raw') bytes += change.value?.value.length ?? 0;
    else if (change.column === 'write') bytes += change.record?.shortValue?.length ?? 0;
  }
  return bytes > maxBytes ? regionError.raftEntryTooLarge(regionId, BigInt(bytes)) : undefined;
}
