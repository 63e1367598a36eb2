import type { StoreMeta } from '../../model/region.ts';

/** Whether a store answers, by its last health check. Before the first, it counts as reachable. */
export type Liveness = 'reachable' | 'unreachable' | 'unknown';

/**
 * How far PD has been asked about a store: never, successfully, to be asked again, or it has been removed.
 */
export type ResolveState = 'unresolved' | 'resolved' | 'needsCheck' | 'tombstone';

/** How long a store is passed over where others serve as well, after it was busy or did not answer. */
const SLOW_MS = 120_000;

/** A store whose own score of slowness, from 1 to 100, is as high as this is slow. */
const SLOW_SCORE = 80;
/** A score that is not repeated sinks by one in this time: by 20 a minute. */
const SCORE_DECAY_MS = 3_000;

/**
 * What the client knows of one store. There is one object for each store id, and it stays the same when the
 * address changes. Follows client-go's locate.Store.
 */
export class Store {
  readonly id: bigint;
  liveness: Liveness = 'reachable';
  resolveState: ResolveState = 'unresolved';
  /** Raised when regions that remember the store are to look for another replica. */
  epoch = 0;
  /** When PD last described it. */
  locatedAtMs = Number.NEGATIVE_INFINITY;
  #meta: StoreMeta | undefined;
  #markedUntilMs = Number.NEGATIVE_INFINITY;
  #scoreUntilMs = Number.NEGATIVE_INFINITY;
  #idleAtMs = Number.NEGATIVE_INFINITY;

  constructor(id: bigint) {
    this.id = id;
  }

  /** `host:port`; empty until it is resolved. */
  get address(): string {
    return this.#meta?.address ?? '';
  }

  get labels(): Readonly<Record<string, string>> {
    return this.#meta?.labels ?? {};
  }

  /** False for the columnar engines, which know other commands only. */
  get servesKeys(): boolean {
    return servesKeys(this);
  }

  /** Takes over what PD knows; undefined when PD no longer knows the store. */
  update(meta: StoreMeta | undefined, nowMs: number): void {
    this.locatedAtMs = nowMs;
    if (meta === undefined || meta.state === 'tombstone') {
      if (this.resolveState === 'tombstone') return;
      this.resolveState = 'tombstone';
      this.epoch++;
      return;
    }
    this.#meta = meta;
    this.resolveState = 'resolved';
  }

  isSlow(nowMs: number): boolean {
    return nowMs < this.slowUntilMs;
  }

  /** Until when it counts as slow, unless something happens. */
  get slowUntilMs(): number {
    return Math.max(this.#markedUntilMs, this.#scoreUntilMs);
  }

  /** It was busy, or did not answer. */
  markSlow(nowMs: number): void {
    this.#markedUntilMs = nowMs + SLOW_MS;
  }

  /**
   * Takes over how slow the store thinks it is, 1 to 100. Follows client-go's updateTiKVServerSideSlowScore,
   * without its questions to a store that says nothing: what is not repeated is forgotten (parity row STO-8).
   */
  noteSlowScore(score: number, nowMs: number): void {
    const above = Math.min(score, 100) - SLOW_SCORE + 1;
    this.#scoreUntilMs = nowMs + Math.max(0, above) * SCORE_DECAY_MS;
  }

  /**
   * How long a request would wait there, in milliseconds, by what the store said last (parity row STO-10).
   */
  estimatedWaitMs(nowMs: number): number {
    return Math.max(0, this.#idleAtMs - nowMs);
  }

  /** The store said how long a request would wait there now. */
  noteWait(waitMs: number, nowMs: number): void {
    this.#idleAtMs = nowMs + waitMs;
  }
}

/** False for the columnar engines, which know other commands only. */
export function servesKeys({ labels: { engine } }: Pick<StoreMeta, 'labels'>): boolean {
  return engine !== 'tiflash' && engine !== 'tiflash_compute';
}
