import type { deadlock } from '#proto';
import { fingerprint64 } from '../../model/farmhash.ts';
import { bytesOf, type Key } from './key.ts';

/** An edge older than this no longer counts (TiKV server/lock_manager/deadlock.rs, TXN_DETECT_INFO_TTL). */
const EDGE_TTL_MS = 120_000;

/** A transaction waits for another one on some keys. */
interface Edge {
  readonly keys: Key[];
  lastSeenMs: number;
}

/** A circle of waiting transactions. */
export interface FoundDeadlock {
  /** Hash of the key on which the last of the circle waits for the requester. */
  readonly deadlockKeyHash: bigint;
  /** The edges in order, the requester's own last. */
  readonly waitChain: deadlock.WaitForEntry[];
}

/**
 * Who waits for whom, by start timestamps (server rule 42).
 *
 * @see TiKV src/server/lock_manager/deadlock.rs, DetectTable
 */
export class DeadlockDetector {
  readonly #edges = new Map<bigint, Map<bigint, Edge>>();

  /** Adds an edge, unless it closes a circle: then that is given and the edge is not added. */
  detect(waiter: bigint, holder: bigint, key: Key, nowMs: number): FoundDeadlock | undefined {
    const known = this.#edges.get(waiter)?.get(holder);
    if (known !== undefined) {
      known.lastSeenMs = nowMs;
      if (!known.keys.includes(key)) known.keys.push(key);
      return undefined;
    }
    const found = this.#circle(waiter, holder, key, nowMs);
    if (found !== undefined) return found;
    const edges = this.#edges.get(waiter) ?? new Map<bigint, Edge>();
    this.#edges.set(waiter, edges.set(holder, { keys: [key], lastSeenMs: nowMs }));
    return undefined;
  }

  /** The waiter no longer waits for the holder on the key. */
  remove(waiter: bigint, holder: bigint, key: Key): void {
    const edges = this.#edges.get(waiter);
    const edge = edges?.get(holder);
    if (edges === undefined || edge === undefined) return;
    const at = edge.keys.indexOf(key);
    if (at >= 0) edge.keys.splice(at, 1);
    if (edge.keys.length === 0) edges.delete(holder);
    if (edges.size === 0) this.#edges.delete(waiter);
  }

  /** All edges, in the order in which they are followed. */
  state(): unknown {
    return this.#edges;
  }

  #circle(waiter: bigint, holder: bigint, key: Key, nowMs: number): FoundDeadlock | undefined {
    const reachedFrom = new Map<bigint, bigint | undefined>([[holder, undefined]]);
    const open = [holder];
    for (let current = open.pop(); current !== undefined; current = open.pop()) {
      for (const [next, edge] of this.#livingEdges(current, nowMs)) {
        if (next === waiter) {
          const chain = [...this.#pathTo(current, reachedFrom), entryOf(current, next, edge.keys[0] ?? '')];
          const deadlockKeyHash = chain.at(-1)?.keyHash ?? 0n;
          return { deadlockKeyHash, waitChain: [...chain, entryOf(waiter, holder, key)] };
        }
        if (reachedFrom.has(next)) continue;
        reachedFrom.set(next, current);
        open.push(next);
      }
    }
    return undefined;
  }

  #pathTo(end: bigint, reachedFrom: ReadonlyMap<bigint, bigint | undefined>): deadlock.WaitForEntry[] {
    const path: deadlock.WaitForEntry[] = [];
    let holder = end;
    for (let from = reachedFrom.get(holder); from !== undefined; from = reachedFrom.get(holder)) {
      path.unshift(entryOf(from, holder, this.#edges.get(from)?.get(holder)?.keys[0] ?? ''));
      holder = from;
    }
    return path;
  }

  #livingEdges(waiter: bigint, nowMs: number): [bigint, Edge][] {
    const edges = this.#edges.get(waiter);
    if (edges === undefined) return [];
    for (const [holder, edge] of edges) if (nowMs - edge.lastSeenMs > EDGE_TTL_MS) edges.delete(holder);
    if (edges.size === 0) this.#edges.delete(waiter);
    return [...edges];
  }
}

function entryOf(txn: bigint, waitForTxn: bigint, key: Key): deadlock.WaitForEntry {
  const bytes = bytesOf(key);
  return { txn, waitForTxn, keyHash: fingerprint64(bytes), key: bytes };
}
