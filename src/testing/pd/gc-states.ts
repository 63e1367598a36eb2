import { maxTimestamp } from '../../model/timestamp.ts';
import { type Keyspaces, NULL_KEYSPACE_ID } from './keyspaces.ts';
import { PdError, pdErrorType } from './pd-error.ts';

/** A barrier that never expires has this many seconds to live. */
const NEVER_SECONDS = 0x7fff_ffff_ffff_ffffn;

/** What a duration of Go holds, in nanoseconds, at most: a barrier of more never expires. */
const LONGEST_SECONDS = NEVER_SECONDS / 1_000_000_000n;

/** Reserved for the garbage collector of old clusters. */
const GC_WORKER_ID = 'gc_worker';

interface Barrier {
  readonly id: string;
  readonly ts: bigint;
  /** Unix milliseconds; undefined for never. */
  readonly expiresAtMs: number | undefined;
}

interface State {
  txnSafePoint: bigint;
  gcSafePoint: bigint;
  readonly barriers: Map<string, Barrier>;
}

/** pdpb.GCBarrierInfo. */
export interface BarrierInfo {
  readonly barrierId: string;
  readonly barrierTs: bigint;
  readonly ttlSeconds: bigint;
}

/** pdpb.GCState. */
export interface GcStateInfo {
  readonly keyspaceScope: { readonly keyspaceId: number };
  readonly isKeyspaceLevelGc: boolean;
  readonly txnSafePoint: bigint;
  readonly gcSafePoint: bigint;
  readonly gcBarriers: readonly BarrierInfo[];
}

/**
 * Safe points and barriers of garbage collection (server rule 76): the GC safe point never passes the
 * transaction safe point, which never passes a living barrier; neither ever goes back. Keyspaces without a
 * garbage collection of their own share the state of the null keyspace.
 *
 * @see PD pkg/gc/gc_state_manager.go
 */
export class GcStates {
  readonly #keyspaces: Keyspaces;
  readonly #wallMs: () => number;
  readonly #onGcSafePoint: (keyspaceId: number, safePoint: bigint) => void;
  readonly #states = new Map<number, State>();
  readonly #globalBarriers = new Map<string, Barrier>();

  constructor(
    keyspaces: Keyspaces,
    wallMs: () => number,
    onGcSafePoint: (keyspaceId: number, safePoint: bigint) => void,
  ) {
    this.#keyspaces = keyspaces;
    this.#wallMs = wallMs;
    this.#onGcSafePoint = onGcSafePoint;
  }

  /** The state that governs a keyspace. */
  state(keyspaceId: number, excludeBarriers: boolean): GcStateInfo {
    const id = this.#governing(keyspaceId, true);
    const state = this.#state(id);
    return {
      keyspaceScope: { keyspaceId: id },
      isKeyspaceLevelGc: id !== NULL_KEYSPACE_ID,
      txnSafePoint: state.txnSafePoint,
      gcSafePoint: state.gcSafePoint,
      gcBarriers: excludeBarriers ? [] : this.#infos(state.barriers),
    };
  }

  /** States of all keyspaces that have one, the null keyspace first. */
  allStates(excludeBarriers: boolean): readonly GcStateInfo[] {
    const own = this.#keyspaces.list(0, 0).filter((keyspace) => hasOwnGc(keyspace.config));
    return [NULL_KEYSPACE_ID, ...own.map((keyspace) => keyspace.id)].map((id) =>
      this.state(id, excludeBarriers),
    );
  }

  /** Moves both safe points of every state to the target where they are behind it; the data is the caller's matter. */
  advanceAll(target: bigint): void {
    for (const { keyspaceScope } of this.allStates(true)) {
      const state = this.#state(keyspaceScope.keyspaceId);
      state.txnSafePoint = maxTimestamp(state.txnSafePoint, target);
      state.gcSafePoint = maxTimestamp(state.gcSafePoint, target);
    }
  }

  /** Whether a keyspace collects garbage by itself. */
  hasOwnState(keyspaceId: number): boolean {
    return this.#governing(keyspaceId, true) !== NULL_KEYSPACE_ID;
  }

  globalBarriers(): readonly BarrierInfo[] {
    return this.#infos(this.#globalBarriers);
  }

  /** Moves the transaction safe point as far towards the target as barriers let it. */
  advanceTxnSafePoint(
    keyspaceId: number,
    target: bigint,
  ): { oldTxnSafePoint: bigint; newTxnSafePoint: bigint; blockerDescription: string } {
    const state = this.#state(this.#governing(keyspaceId, false));
    const oldTxnSafePoint = state.txnSafePoint;
    if (target < oldTxnSafePoint) {
      throw refusal(
        'ErrDecreasingTxnSafePoint',
        `trying to update txn safe point to a smaller value, current value: ${oldTxnSafePoint}, given: ${target}`,
      );
    }
    let reached = target;
    let blockerDescription = '';
    for (const [barriers, name] of [
      [state.barriers, 'GCBarrier'],
      [this.#globalBarriers, 'GlobalGCBarrier'],
    ] as const) {
      this.#dropExpired(barriers);
      for (const barrier of barriers.values()) {
        if (barrier.ts >= reached) continue;
        reached = barrier.ts;
        blockerDescription = describe(name, barrier);
      }
    }
    state.txnSafePoint = maxTimestamp(reached, oldTxnSafePoint);
    return { oldTxnSafePoint, newTxnSafePoint: state.txnSafePoint, blockerDescription };
  }

  /**
   * Moves the GC safe point.
   * @param lenient the older call: a smaller target answers the present value
   */
  advanceGcSafePoint(
    keyspaceId: number,
    target: bigint,
    lenient: boolean,
  ): { oldGcSafePoint: bigint; newGcSafePoint: bigint } {
    const id = this.#governing(keyspaceId, false);
    const state = this.#state(id);
    const oldGcSafePoint = state.gcSafePoint;
    if (target < oldGcSafePoint) {
      if (lenient) return { oldGcSafePoint, newGcSafePoint: oldGcSafePoint };
      throw refusal(
        'ErrDecreasingGCSafePoint',
        `trying to update GC safe point to a smaller value, current value: ${oldGcSafePoint}, given: ${target}`,
      );
    }
    if (target > state.txnSafePoint) {
      throw refusal(
        'ErrGCSafePointExceedsTxnSafePoint',
        `trying to update GC safe point to a too large value that exceeds the txn safe point, current value: ${oldGcSafePoint}, given: ${target}, current txn safe point: ${state.txnSafePoint}`,
      );
    }
    state.gcSafePoint = target;
    if (target > oldGcSafePoint) this.#onGcSafePoint(id, target);
    return { oldGcSafePoint, newGcSafePoint: target };
  }

  /** Sets a barrier of a keyspace, or renews it. */
  setBarrier(keyspaceId: number, id: string, ts: bigint, ttlSeconds: bigint): BarrierInfo {
    checkTtl(ttlSeconds);
    const state = this.#state(this.#governing(keyspaceId, true));
    checkBarrierId(id);
    checkAheadOf(state.txnSafePoint, ts);
    return this.#set(state.barriers, id, ts, ttlSeconds);
  }

  /** Removes a barrier and tells what it was. */
  deleteBarrier(keyspaceId: number, id: string): BarrierInfo | undefined {
    const state = this.#state(this.#governing(keyspaceId, true));
    checkBarrierId(id);
    return this.#delete(state.barriers, id);
  }

  /** Sets a barrier for all keyspaces. */
  setGlobalBarrier(id: string, ts: bigint, ttlSeconds: bigint): BarrierInfo {
    checkTtl(ttlSeconds);
    checkNamed(id);
    for (const state of this.#states.values()) checkAheadOf(state.txnSafePoint, ts, 'Global');
    return this.#set(this.#globalBarriers, id, ts, ttlSeconds);
  }

  deleteGlobalBarrier(id: string): BarrierInfo | undefined {
    checkNamed(id);
    return this.#delete(this.#globalBarriers, id);
  }

  #state(id: number): State {
    let state = this.#states.get(id);
    if (state === undefined) {
      state = { txnSafePoint: 0n, gcSafePoint: 0n, barriers: new Map() };
      this.#states.set(id, state);
    }
    return state;
  }

  /** @param forUser calls of users fall back to the shared state; those that drive GC are refused */
  #governing(keyspaceId: number, forUser: boolean): number {
    if (keyspaceId > 0xff_ffff) return NULL_KEYSPACE_ID;
    const keyspace = this.#keyspaces.byId(keyspaceId);
    if (hasOwnGc(keyspace.config)) return keyspaceId;
    if (forUser) return NULL_KEYSPACE_ID;
    throw refusal(
      'ErrGCOnInvalidKeyspace',
      `trying to manage GC in keyspace ${keyspace.name} (id: ${keyspaceId}) where keyspace level GC is not enabled`,
    );
  }

  #set(barriers: Map<string, Barrier>, id: string, ts: bigint, ttlSeconds: bigint): BarrierInfo {
    const expiresAtMs =
      ttlSeconds > LONGEST_SECONDS ? undefined : this.#wallMs() + Number(ttlSeconds) * 1_000;
    const barrier = { id, ts, expiresAtMs };
    barriers.set(id, barrier);
    return this.#info(barrier);
  }

  #delete(barriers: Map<string, Barrier>, id: string): BarrierInfo | undefined {
    const barrier = barriers.get(id);
    barriers.delete(id);
    return barrier === undefined ? undefined : this.#info(barrier);
  }

  /** Once a barrier counts as expired it must stay so: it is removed, not skipped. */
  #dropExpired(barriers: Map<string, Barrier>): void {
    const nowMs = this.#wallMs();
    for (const { id, expiresAtMs } of barriers.values()) {
      if (expiresAtMs !== undefined && nowMs > expiresAtMs) barriers.delete(id);
    }
  }

  #infos(barriers: ReadonlyMap<string, Barrier>): readonly BarrierInfo[] {
    return [...barriers.values()].map((barrier) => this.#info(barrier));
  }

  #info({ id, ts, expiresAtMs }: Barrier): BarrierInfo {
    const ttlSeconds =
      expiresAtMs === undefined
        ? NEVER_SECONDS
        : BigInt(Math.max(Math.floor((expiresAtMs - this.#wallMs()) / 1_000), 0));
    return { barrierId: id, barrierTs: ts, ttlSeconds };
  }
}

function hasOwnGc(config: Readonly<Record<string, string>>): boolean {
  return config.gc_management_type === 'keyspace_level';
}

function checkTtl(ttlSeconds: bigint): void {
  if (ttlSeconds <= 0n) {
    throw new PdError(
      pdErrorType.unknown,
      `[PD:common:ErrInvalidArgument]invalid argument for ttl: ${ttlSeconds}s`,
    );
  }
}

function checkBarrierId(id: string): void {
  if (id === GC_WORKER_ID) {
    throw refusal(
      'ErrReservedGCBarrierID',
      `trying to set a GC barrier with a barrier ID that is reserved: ${id}`,
    );
  }
  checkNamed(id);
}

function checkNamed(id: string): void {
  if (id === '') {
    throw new PdError(pdErrorType.unknown, '[PD:common:ErrInvalidArgument]invalid argument for barrierID: ');
  }
}

function checkAheadOf(txnSafePoint: bigint, ts: bigint, kind: '' | 'Global' = ''): void {
  if (ts < txnSafePoint) {
    throw refusal(
      `Err${kind}GCBarrierTSBehindTxnSafePoint`,
      `trying to set a ${kind === '' ? '' : 'global '}GC barrier on ts ${ts} which is already behind the txn safe point ${txnSafePoint}`,
    );
  }
}

function refusal(name: string, text: string): PdError {
  return new PdError(pdErrorType.unknown, `[PD:gc:${name}]${text}`);
}

/** As Go writes it. @see PD pkg/storage/endpoint/gc_states.go, GCBarrier.String */
function describe(kind: string, { id, ts, expiresAtMs }: Barrier): string {
  const expires =
    expiresAtMs === undefined
      ? '<nil>'
      : new Date(expiresAtMs).toISOString().replace('T', ' ').replace('Z', ' +0000 UTC');
  return `${kind} { BarrierID: "${id}", BarrierTS: ${ts}, ExpirationTime: "${expires}" }`;
}
