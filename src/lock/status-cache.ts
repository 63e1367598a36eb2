import type { TransactionFate } from '../../machines/lock-resolver.ts';
import { InternalError } from '../model/errors.ts';

const CAPACITY = 2048;

/**
 * The fates of the transactions met last. The oldest are forgotten first. Only what can never change is
 * remembered: committed or rolled back (parity rows LCK-2 and LCK-3, scenario S081).
 */
export class StatusCache {
  readonly #fates = new Map<bigint, TransactionFate>();

  get(startTs: bigint): TransactionFate | undefined {
    return this.#fates.get(startTs);
  }

  /**
   * @throws InternalError when the transaction is known to have ended otherwise: two stores contradict each
   * other.
   */
  remember(startTs: bigint, fate: TransactionFate): void {
    const known = this.#fates.get(startTs);
    if (known !== undefined) {
      if (sameFate(known, fate)) return;
      throw new InternalError(
        `Transaction ${startTs} was ${described(known)}, and is now reported as ${described(fate)}`,
      );
    }
    this.#fates.set(startTs, fate);
    if (this.#fates.size > CAPACITY) {
      for (const oldest of this.#fates.keys()) {
        this.#fates.delete(oldest);
        break;
      }
    }
  }
}

function sameFate(a: TransactionFate, b: TransactionFate): boolean {
  if (a.kind === 'committed') return b.kind === 'committed' && a.commitTs === b.commitTs;
  return b.kind === 'rolledBack';
}

function described(fate: TransactionFate): string {
  return fate.kind === 'committed' ? `committed at ${fate.commitTs}` : 'rolled back';
}
