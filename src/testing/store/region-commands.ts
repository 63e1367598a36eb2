import type { errorpb, kvrpcpb } from '#proto';
import { type Cut, type Fields, LOST, type Message, type Reply } from '../faults/message.ts';
import type { Key } from '../mvcc/key.ts';
import type { Request } from '../mvcc/messages.ts';
import type { CommandEnvironment, LockWait, Plan } from '../mvcc/plan.ts';
import type { BorderMode } from '../topology/key-bounds.ts';
import type { PeerState, RegionState } from '../topology/region-state.ts';
import { regionKeys } from '../topology/user-range.ts';
import { entryBytes } from './entry-size.ts';
import type { LatchPlace } from './latches.ts';
import type { Resumed } from './lock-waiters.ts';
import type { Proposal } from './proposals.ts';
import { readIndex } from './read-index.ts';
import { queueRefusal } from './read-pool.ts';
import { checkRegion } from './region-checks.ts';
import { regionError } from './region-errors.ts';
import { safeTs } from './safe-ts.ts';
import type { StoreContext } from './store-context.ts';
import type { StoreLife } from './store-life.ts';
import { takesSnapshot } from './takes-snapshot.ts';

type WritePlan = Plan & { readonly kind: 'write' };

type Looked = {
  readonly ok: true;
  readonly region: RegionState;
  readonly peer: PeerState;
  readonly environment: CommandEnvironment;
};

type LookedAt = Looked | { readonly ok: false; readonly error: errorpb.Error };

/** A command that holds its latches. */
interface LatchedCommand {
  readonly life: StoreLife;
  readonly message: Message;
  readonly looked: Looked;
  readonly latched: ReadonlySet<Key> | undefined;
  readonly release: () => void;
}

const noLatch = (): void => {};

/** RPCs that followers answer when the request allows it. */
const READS: ReadonlySet<string> = new Set([
  'KvGet',
  'KvBatchGet',
  'KvBufferBatchGet',
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
    const { node } = this.#context;
    const { life } = node;
    if (life === undefined) return LOST;
    const context = request.context as kvrpcpb.Context | undefined;
    const busy = queueRefusal(rpc, context, node.estimatedWaitMs);
    if (busy !== undefined) return refuse(busy);
    // TiKV judges the API version before it looks at the region.
    const unfit = this.#context.engine.refusal(rpc, request as Request);
    if (unfit !== undefined) return { kind: 'answer', response: unfit };
    const { clock } = this.#context.environment;
    const limitMs = Number(context?.maxExecutionDurationMs ?? 0n);
    const deadlineMs = limitMs > 0 ? clock.now() + limitMs : Number.POSITIVE_INFINITY;
    let looked = this.#look(life, rpc, request);
    for (let index = this.#readIndex(looked, context); index; index = this.#readIndex(looked, context)) {
      const error = await index;
      const refusal = this.#refusalAfterWait(life, deadlineMs) ?? (error && refuse(error));
      if (refusal !== undefined) return refusal;
      looked = this.#look(life, rpc, request);
    }
    if (!looked.ok) return refuse(looked.error);
    const keys = this.#context.engine.latchKeys(rpc, request as Request, looked.environment);
    if (keys.length === 0)
      return this.#prepare({ life, message, looked, latched: undefined, release: noLatch });
    const latch = life.latches.acquire(keys);
    if (latch.ready !== undefined) await latch.ready;
    const pending = this.#context.desk.enter('latched', message);
    const cut = pending && (await pending);
    const refusal = cut?.reply ?? this.#refusalAfterWait(life, deadlineMs);
    if (refusal !== undefined) {
      latch.release();
      return refusal;
    }
    // While a command waits, the region may have changed: TiKV takes its snapshot only now.
    const now = (latch.ready ?? pending) ? this.#look(life, rpc, request) : looked;
    if (!now.ok) {
      latch.release();
      return refuse(now.error);
    }
    return this.#prepare({ life, message, looked: now, latched: new Set(keys), release: latch.release });
  }

  /** What a replica that is no leader waits for before it answers a read that must not be stale. */
  #readIndex(
    looked: LookedAt,
    context: kvrpcpb.Context | undefined,
  ): Promise<errorpb.Error | undefined> | undefined {
    if (!looked.ok || context?.replicaRead !== true || context.staleRead === true) return undefined;
    return looked.region.leader?.id === looked.peer.id ? undefined : readIndex(this.#context, looked.region);
  }

  #refusalAfterWait(life: StoreLife, deadlineMs: number): Reply | undefined {
    const { node, environment } = this.#context;
    if (node.life !== life) return LOST;
    if (environment.clock.now() > deadlineMs) return refuse(regionError.deadlineExceeded());
    return undefined;
  }

  /** Finds out what a request comes to, and does it. */
  #prepare(command: LatchedCommand): Promise<Reply> | Reply {
    const { life, message, looked, latched, release } = command;
    const environment = latched ? { ...looked.environment, latched } : looked.environment;
    const plan = this.#prepared(command, () =>
      this.#context.engine.prepare(message.rpc, message.request as Request, environment),
    );
    if (plan.kind === 'write') return this.#write(life, looked.region, plan, message, release);
    release();
    if (plan.kind !== 'wait') return answerAtOnce(life, plan);
    return life.waiters.wait(plan.wait, (place) => this.#resume(life, plan.wait, message, place));
  }

  #prepared(command: LatchedCommand, prepare: () => Plan): Plan {
    try {
      return prepare();
    } catch (error) {
      command.release();
      throw error;
    }
  }

  /** Tries a woken request in ForceLock mode again. */
  async #resume(life: StoreLife, wait: LockWait, message: Message, place: LatchPlace): Promise<Resumed> {
    const latch = life.latches.acquire([wait.key], place);
    if (latch.ready !== undefined) await latch.ready;
    const looked = this.#look(life, message.rpc, message.request);
    if (this.#context.node.life !== life || !looked.ok) {
      latch.release();
      return { kind: 'reply', reply: looked.ok ? LOST : refuse(looked.error) };
    }
    const command = { life, message, looked, latched: undefined, release: latch.release };
    const plan = this.#prepared(command, () =>
      this.#context.engine.prepareResumed(wait.request, looked.environment),
    );
    if (plan.kind === 'write') {
      const reply = await this.#write(life, looked.region, plan, message, latch.release);
      return { kind: 'reply', reply };
    }
    latch.release();
    return plan.kind === 'wait' ? plan : { kind: 'reply', reply: answerAtOnce(life, plan) };
  }

  /** Proposes a write, and lets it be applied and its latches be released. */
  #write(
    life: StoreLife,
    region: RegionState,
    plan: WritePlan,
    message: Message,
    release: () => void,
  ): Promise<Reply> | Reply {
    const { desk, settings } = this.#context;
    const refusal = region.merging
      ? regionError.proposalInMergingMode(region.id)
      : tooLarge(plan, region.id, settings.raftEntryMaxBytes);
    if (refusal !== undefined) {
      plan.abort();
      release();
      return refuse(refusal);
    }
    const proposal = life.proposals.add(region.id, plan);
    const pending = desk.enter('proposed', message);
    if (pending === undefined) return this.#apply(life, proposal, undefined, message, release);
    const applied = pending.then((cut) => this.#apply(life, proposal, cut, message, release));
    // A pipelined lock is answered when it is proposed: its loss is not seen by the client.
    if (plan.respondAt === 'applied') return applied;
    // What goes wrong in an apply poisons the cluster by itself.
    applied.catch(() => {});
    return { kind: 'answer', response: plan.response };
  }

  async #apply(
    life: StoreLife,
    proposal: Proposal,
    cut: Cut | undefined,
    message: Message,
    release: () => void,
  ): Promise<Reply> {
    const { desk, node } = this.#context;
    try {
      if (node.life !== life) return LOST;
      if (proposal.refusal !== undefined) return refuse(proposal.refusal);
      life.proposals.settle(proposal, cut === undefined || cut.applies ? 'applied' : 'lost');
      if (cut !== undefined) return cut.reply;
      const pending = desk.enter('applied', message);
      const late = pending && (await pending);
      return late?.reply ?? { kind: 'answer', response: proposal.plan.response };
    } finally {
      release();
    }
  }

  /** The region as it is now, and what the engine needs to know of it; or why the store does not take the request. */
  #look(life: StoreLife, rpc: string, request: Fields): LookedAt {
    const { topology, node, settings } = this.#context;
    const mode: BorderMode = rpc.startsWith('Raw') ? settings.rawBorders : 'encoded';
    const readOnly = READS.has(rpc);
    const { rightDerive } = settings;
    // TiKV does not let replicas scan locks, whatever the request says.
    const atReplicas = readOnly && rpc !== 'KvScanLock';
    const storeId = node.id;
    const checked = checkRegion({
      topology,
      storeId,
      lag: node.lag,
      rightDerive,
      mode,
      rpc,
      request,
      readOnly: atReplicas,
    });
    if (!checked.ok) return checked;
    const { region, peer } = checked;
    const isStale = readOnly && (request.context as kvrpcpb.Context | undefined)?.staleRead === true;
    const error = isStale
      ? this.#staleRefusal(life, region, peer, (request.version ?? 0n) as bigint)
      : region.merging && takesSnapshot(rpc, request, settings.rawBorders)
        ? // The leader's lease ends with the preparation of a merge, so that all it reads goes by the read index.
          regionError.readIndexNotReady(region.id, 'can not read index due to merge')
        : undefined;
    if (error !== undefined) return { ok: false, error };
    return { ok: true, region, peer, environment: this.#environmentOf(life, region, peer, mode, isStale) };
  }

  #staleRefusal(
    life: StoreLife,
    region: RegionState,
    peer: PeerState,
    readTs: bigint,
  ): errorpb.Error | undefined {
    const safe = safeTs(this.#context, region, peer.storeId);
    if (readTs <= safe) return undefined;
    if (region.leader?.id !== peer.id || region.merging) {
      return regionError.dataIsNotReady(region.id, peer.id, safe);
    }
    // The leader answers it like any other read. TiKV leaves max_ts where it is, so that an asynchronous commit may fall below
    // the read: a client cannot know which replica has just become the leader.
    life.volatile.raiseMaxTs(readTs, () => this.#context.tso());
    return undefined;
  }

  #environmentOf(
    life: StoreLife,
    region: RegionState,
    peer: PeerState,
    mode: BorderMode,
    isStale: boolean,
  ): CommandEnvironment {
    const { environment, node, storeById, tso } = this.#context;
    const { leader } = region;
    // A follower's read index asks the leader, whose max_ts and in-memory locks count.
    const volatile =
      isStale || leader === undefined || leader.id === peer.id
        ? life.volatile
        : (storeById(leader.storeId)?.life?.volatile ?? life.volatile);
    return {
      volatile,
      ...(node.lag?.isBehind(region.id) && { columns: node.lag.columns }),
      range: regionKeys(region, mode).bytes,
      tso,
      nowMs: () => environment.wallMs(),
      maxTsSynced: region.maxTsSynced,
    };
  }
}

/** What came to its end without a write. Whoever waits for a key locked in memory waits for its new owner. */
function answerAtOnce(life: StoreLife, plan: Plan & { readonly kind: 'read' | 'regionError' }): Reply {
  if (plan.kind === 'regionError') return refuse(plan.regionError as errorpb.Error);
  life.waiters.onApplied({ released: [], acquired: plan.acquired });
  return { kind: 'answer', response: plan.response };
}

/** An answer that carries a region error and nothing else. */
export function refuse(error: errorpb.Error): Reply {
  return { kind: 'answer', response: { regionError: error } };
}

function tooLarge(plan: WritePlan, regionId: bigint, maxBytes: number): errorpb.Error | undefined {
  if (plan.isBatched) return undefined;
  const bytes = entryBytes(plan.changes);
  return bytes > maxBytes ? regionError.raftEntryTooLarge(regionId, BigInt(bytes)) : undefined;
}
