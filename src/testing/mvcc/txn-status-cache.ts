import { ServerPanic } from './failure.ts';

/** What a store has heard of a transaction. */
export type TxnState =
  | { readonly kind: 'ongoing'; readonly minCommitTs: bigint }
  | { readonly kind: 'committed'; readonly commitTs: bigint }
  | { readonly kind: 'rolledBack' };

const CAPACITY = 65_536;

/**
 * What a store remembers of transactions: how those ended that it committed itself, and what clients of large ones tell
 * it. Large ones that go on are kept apart, so that others do not push them out. Oldest are forgotten first, by number
 * alone: TiKV keeps each for 30 seconds at least.
 *
 * @see TiKV src/storage/txn/txn_status_cache.rs, Storage::update_txn_status_cache
 */
export class TxnStatusCache {
  readonly #normal = new Map<bigint, TxnState>();
  readonly #large = new Map<bigint, TxnState>();

  get(startTs: bigint): TxnState | undefined {
    return this.#large.get(startTs) ?? this.#normal.get(startTs);
  }

  /** All it knows, oldest first. */
  state(): unknown {
    return [this.#normal, this.#large];
  }

  /** Commit timestamp of a transaction that is known to have committed. */
  committedAt(startTs: bigint): bigint | undefined {
    const state = this.#normal.get(startTs);
    return state?.kind === 'committed' ? state.commitTs : undefined;
  }

  /** @throws ServerPanic when a transaction commits below what it was promised to commit above */
  set(startTs: bigint, state: TxnState): void {
    if (state.kind === 'ongoing' && state.minCommitTs > startTs) {
      const known = this.#large.get(startTs);
      if (known !== undefined && (known.kind !== 'ongoing' || known.minCommitTs >= state.minCommitTs)) return;
      put(this.#large, startTs, state);
      return;
    }
    if (isOpen(this.#normal.get(startTs), startTs, state, true)) put(this.#normal, startTs, state);
    if (isOpen(this.#large.get(startTs), startTs, state, false)) put(this.#large, startTs, state);
  }

  /** A client tells of its transaction. @throws ServerPanic for what TiKV asserts never to be told */
  tell(startTs: bigint, state: TxnState, isCompleted: boolean): void {
    if (isCompleted) {
      if (state.kind === 'ongoing') throw new ServerPanic(`transaction ${startTs} is completed, and goes on`);
      this.#large.delete(startTs);
    }
    this.set(startTs, state);
  }
}

/** Whether what is known of a transaction may be replaced: an end is for good. */
function isOpen(known: TxnState | undefined, startTs: bigint, state: TxnState, ifUnknown: boolean): boolean {
  if (known === undefined) return ifUnknown;
  if (known.kind !== 'ongoing') return false;
  if (state.kind === 'committed' && known.minCommitTs > state.commitTs) {
    throw new ServerPanic(
      `transaction ${startTs} committed at ${state.commitTs}, below ${known.minCommitTs}`,
    );
  }
  return true;
}

function put(states: Map<bigint, TxnState>, startTs: bigint, state: TxnState): void {
  states.delete(startTs);
  states.set(startTs, state);
  for (const oldest of states.keys()) {
    if (states.size <= CAPACITY) break;
    states.delete(oldest);
  }
}
