import { PdError, ProtocolError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import type { Timestamp } from '../model/timestamp.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { pdpb } from '../wire/codec/messages.ts';
import { loadAdminRpcs, pdRpcs } from '../wire/codec/rpcs.ts';
import { LeaderCalls } from './leader-calls.ts';
import type { PdRefusal } from './pd-refusal.ts';
import type { PdSession } from './pd-session.ts';

/** Holds garbage collection back: what is read at `at` or later stays readable. */
export interface GcBarrier {
  /** Name of the barrier, unique in its keyspace. */
  readonly id: string;
  /** The oldest timestamp that stays readable. */
  readonly at: Timestamp;
  /** How long it lasts from now on, in whole seconds; `Infinity` means until it is deleted. */
  readonly ttlSeconds: number;
}

/** How far garbage collection has come. */
export interface GcStatus {
  /** Whose it is: that of a keyspace which collects by itself, or of the cluster, for all that do not. */
  readonly scope: 'keyspace' | 'cluster';
  /** Reads below it are refused, and transactions that began before it cannot commit. */
  readonly txnSafePoint: Timestamp;
  /** Stores may have dropped what only reads below it need. Never above `txnSafePoint`. */
  readonly gcSafePoint: Timestamp;
  /** What holds it back, in no particular order. */
  readonly barriers: readonly GcBarrier[];
  /** What holds back every keyspace of the cluster. */
  readonly globalBarriers: readonly GcBarrier[];
}

/**
 * Which barriers: those of one keyspace, of what shares the cluster's collection (undefined), or of
 * everything.
 */
export type BarrierScope = number | undefined | 'global';

interface BarrierInfo {
  readonly barrierId: string;
  readonly barrierTs: bigint;
  readonly ttlSeconds: bigint;
}

/** A barrier that never expires has this many seconds to live. */
const NEVER_SECONDS = 0x7fff_ffff_ffff_ffffn;

/**
 * PD's states of garbage collection, and what drives it. All methods throw what those of `PdClient` throw; a
 * PD before 9.0 knows only the safe point. Follows pd's client/clients/gc and client/gc_client.go (parity
 * rows PDG-1 and PDG-2).
 */
export class PdGc {
  readonly #calls: LeaderCalls;

  constructor(runtime: Pick<Runtime, 'clock' | 'transport'>, session: PdSession) {
    this.#calls = new LeaderCalls(runtime, session);
  }

  /**
   * The transaction safe point of a keyspace, or of the cluster when no id is given: reads below it are
   * refused. A PD before 9.0 has one safe point for everything.
   */
  async txnSafePoint(keyspaceId: number | undefined, backoffer: Backoffer): Promise<Timestamp> {
    const request = { ...scopeOf(keyspaceId), excludeGcBarriers: true };
    const response = await this.#calls.call(pdRpcs.getGCState, request, backoffer, OPTIONS);
    if (response !== undefined) return stateIn(response).txnSafePoint;
    const { pdAdminRpcs } = await loadAdminRpcs();
    const old = await this.#calls.call(pdAdminRpcs.getGCSafePoint, {}, backoffer);
    return old?.safePoint ?? 0n;
  }

  /** A keyspace that does not collect by itself has the status of the cluster. */
  async status(keyspaceId: number | undefined, backoffer: Backoffer): Promise<GcStatus> {
    const request = { ...scopeOf(keyspaceId), includeGlobalGcBarriers: true };
    const response = known(await this.#calls.call(pdRpcs.getGCState, request, backoffer, OPTIONS));
    const { globalGcBarriers } = response;
    const { isKeyspaceLevelGc, txnSafePoint, gcSafePoint, gcBarriers } = stateIn(response);
    return {
      scope: isKeyspaceLevelGc ? 'keyspace' : 'cluster',
      txnSafePoint,
      gcSafePoint,
      barriers: gcBarriers.map(barrierOf),
      globalBarriers: (globalGcBarriers?.barriers ?? []).map(barrierOf),
    };
  }

  /**
   * Moves the transaction safe point towards a target, up to what blocks it.
   * @returns where it is now, and what has blocked it, in PD's words: empty when nothing has
   */
  async advanceTxnSafePoint(
    keyspaceId: number | undefined,
    target: Timestamp,
    backoffer: Backoffer,
  ): Promise<{ readonly safePoint: Timestamp; readonly blocker: string }> {
    const { pdAdminRpcs } = await loadAdminRpcs();
    const request = { ...scopeOf(keyspaceId), target };
    const response = known(
      await this.#calls.call(pdAdminRpcs.advanceTxnSafePoint, request, backoffer, OPTIONS),
    );
    const { oldTxnSafePoint, newTxnSafePoint, blockerDescription } = response;
    if (newTxnSafePoint < oldTxnSafePoint || newTxnSafePoint > target) {
      throw new ProtocolError(
        `PD moved the transaction safe point from ${oldTxnSafePoint} to ${newTxnSafePoint} instead of ${target}`,
      );
    }
    return { safePoint: newTxnSafePoint, blocker: blockerDescription };
  }

  /** Moves the safe point that stores collect up to. @returns where it was before */
  async advanceGcSafePoint(
    keyspaceId: number | undefined,
    target: Timestamp,
    backoffer: Backoffer,
  ): Promise<Timestamp> {
    const { pdAdminRpcs } = await loadAdminRpcs();
    const request = { ...scopeOf(keyspaceId), target };
    const response = known(
      await this.#calls.call(pdAdminRpcs.advanceGCSafePoint, request, backoffer, OPTIONS),
    );
    const { oldGcSafePoint, newGcSafePoint } = response;
    if (newGcSafePoint === target) return oldGcSafePoint;
    throw new ProtocolError(`PD moved the GC safe point to ${newGcSafePoint} instead of ${target}`);
  }

  /** Sets a barrier, or moves and renews it. @returns as it stands now */
  async setBarrier(scope: BarrierScope, barrier: GcBarrier, backoffer: Backoffer): Promise<GcBarrier> {
    const { pdAdminRpcs } = await loadAdminRpcs();
    const { id, at, ttlSeconds } = barrier;
    const request = {
      barrierId: id,
      barrierTs: at,
      ttlSeconds: ttlSeconds === Number.POSITIVE_INFINITY ? NEVER_SECONDS : BigInt(ttlSeconds),
    };
    const { newBarrierInfo } = known(
      scope === 'global'
        ? await this.#calls.call(pdAdminRpcs.setGlobalGCBarrier, request, backoffer, OPTIONS)
        : await this.#calls.call(
            pdAdminRpcs.setGCBarrier,
            { ...scopeOf(scope), ...request },
            backoffer,
            OPTIONS,
          ),
    );
    if (newBarrierInfo === undefined)
      throw new ProtocolError(`PD did not return barrier "${id}", which it was to set`);
    return barrierOf(newBarrierInfo);
  }

  /**
   * @returns the barrier as it was; undefined when there was none, or an attempt whose answer was lost had
   * deleted it
   */
  async deleteBarrier(scope: BarrierScope, id: string, backoffer: Backoffer): Promise<GcBarrier | undefined> {
    const { pdAdminRpcs } = await loadAdminRpcs();
    const request = { barrierId: id };
    const { deletedBarrierInfo } = known(
      scope === 'global'
        ? await this.#calls.call(pdAdminRpcs.deleteGlobalGCBarrier, request, backoffer, OPTIONS)
        : await this.#calls.call(
            pdAdminRpcs.deleteGCBarrier,
            { ...scopeOf(scope), ...request },
            backoffer,
            OPTIONS,
          ),
    );
    return deletedBarrierInfo === undefined ? undefined : barrierOf(deletedBarrierInfo);
  }
}

function scopeOf(keyspaceId: number | undefined): { readonly keyspaceScope?: pdpb.KeyspaceScope } {
  return keyspaceId === undefined ? {} : { keyspaceScope: { keyspaceId } };
}

function stateIn({ gcState }: pdpb.GetGCStateResponse.Decoded): pdpb.GCState.Decoded {
  if (gcState === undefined) throw new ProtocolError('PD gave no garbage collection state');
  return gcState;
}

function barrierOf({ barrierId, barrierTs, ttlSeconds }: BarrierInfo): GcBarrier {
  const seconds = ttlSeconds >= NEVER_SECONDS ? Number.POSITIVE_INFINITY : Number(ttlSeconds);
  return { id: barrierId, at: barrierTs, ttlSeconds: seconds };
}

const OPTIONS = { meansAbsent: ({ unimplemented }: PdRefusal) => unimplemented === true };

/** @throws PdError when PD does not know the call */
function known<Response>(response: Response | undefined): Response {
  if (response !== undefined) return response;
  throw new PdError('PD has no states of garbage collection: it is older than 9.0', { retryable: false });
}
