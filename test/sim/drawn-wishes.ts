import type {
  BeginBulkOptions,
  BeginOptions,
  ReadSettings,
  SnapshotOptions,
  Timestamp,
  WriteSettings,
} from '../../src/index.ts';
import type { SeededRandom } from '../../src/testing/index.ts';
import type { CallerWishes, ScanBounds } from './caller-wishes.ts';
import { replicaSettings } from './replica-reads.ts';
import type { Swarm } from './swarm.ts';
import type { World } from './world.ts';

/** Of calls once all faults are over: longer than the longest lock lives. */
const HEALED_TIMEOUT_MS = 60_000;

/** What a caller wants, drawn as its seed likes it. */
export class DrawnWishes implements CallerWishes {
  readonly #world: World;
  readonly #swarm: Swarm;
  readonly #random: SeededRandom;
  readonly #ofScans: SeededRandom;

  /** @param ofScans for what is drawn of scans: what else the seed is about stays as it was */
  constructor(world: World, random: SeededRandom, ofScans: SeededRandom) {
    this.#ofScans = ofScans;
    this.#world = world;
    this.#swarm = world.swarm;
    this.#random = random;
  }

  timeoutMs(): number {
    if (this.#world.isHealed) return HEALED_TIMEOUT_MS;
    return Math.ceil(this.#random.between(...this.#swarm.timeoutsMs));
  }

  firstAttemptTimeoutMs(): number | undefined {
    return this.#random.chance(this.#swarm.begin.settings) ? this.#random.pick([1, 10, 200]) : undefined;
  }

  nextAbortMs(): number | undefined {
    return this.#abortMs(this.#random);
  }

  nextScanAbortMs(): number | undefined {
    return this.#abortMs(this.#ofScans);
  }

  scanBounds(low: string, high: string, keys: readonly string[]): ScanBounds {
    const random = this.#ofScans;
    if (random.chance(0.5)) return [low, high];
    const all = [low, ...keys, high];
    const [start, end] = [random.pick(all), random.pick(all)];
    return start < end ? [start, end] : [end, start];
  }

  #abortMs(random: SeededRandom): number | undefined {
    const { abort } = this.#swarm;
    return this.#world.areFaultsOn && random.chance(abort.chance)
      ? random.exponential(abort.meanMs)
      : undefined;
  }

  beginOptions(): BeginOptions {
    const { otherProtocols, causal, pessimistic, commitWait, picky, settings } = this.#swarm.begin;
    const isPicky = this.#world.areFaultsOn && this.#random.chance(picky);
    return {
      ...(this.#random.chance(pessimistic) && { mode: 'pessimistic' }),
      ...(this.#random.chance(commitWait) && this.#world.areFaultsOn && this.#commitWait()),
      ...(this.#random.chance(otherProtocols) && {
        asyncCommit: this.#random.chance(0.5),
        onePhaseCommit: this.#random.chance(0.5),
      }),
      causalConsistency: this.#random.chance(causal),
      ...replicaSettings(this.#random, this.#swarm.reads),
      ...(this.#random.chance(settings) && this.#settings()),
      ...(isPicky && this.#pickiness()),
    };
  }

  /** What of it has a meaning for bulk transactions. */
  bulkOptions(): BeginBulkOptions {
    if (!this.#world.areFaultsOn) return {};
    const { commitWait, picky } = this.#swarm.begin;
    return {
      ...(this.#random.chance(commitWait) && this.#commitWait()),
      ...(this.#random.chance(picky) && this.#pickiness()),
    };
  }

  snapshotOptions(isStale: boolean): SnapshotOptions {
    return { ...this.#snapshotSettings(), ...replicaSettings(this.#random, this.#swarm.reads, isStale) };
  }

  latestOptions(): ReadSettings {
    return replicaSettings(this.#random, this.#swarm.reads);
  }

  isStaleAfterMs(): number | undefined {
    const { stale } = this.#swarm.reads;
    return stale > 0 && this.#random.chance(stale) ? this.#random.pick([0, 20, 500, 3_000]) : undefined;
  }

  beginsAfterMs(): number | undefined {
    return this.#random.chance(this.#swarm.begin.given) ? this.#random.pick([0, 10, 1_000]) : undefined;
  }

  settlesSoon(): boolean {
    return this.#random.chance(this.#swarm.settlesSoon);
  }

  locking(): number {
    return this.#random.chance(0.5) ? this.#swarm.begin.locking : this.#random.pick([0, 1]);
  }

  rawSending(): { readonly resend: boolean; readonly mayRepeat: boolean } {
    const { raw, nemeses, isCalm } = this.#swarm;
    const resend = this.#random.chance(raw.resend);
    // In calm seeds no answer is lost.
    return { resend, mayRepeat: resend && !(isCalm && nemeses.length === 0) };
  }

  rawTtlSeconds(): number | undefined {
    const { raw } = this.#swarm;
    return raw.ttl > 0 && this.#random.chance(raw.ttl) ? this.#random.pick([1, 2, 3, 20]) : undefined;
  }

  keepsRawTtl(): boolean {
    return this.#swarm.raw.ttl > 0;
  }

  #commitWait() {
    const aheadMs = this.#random.pick([0, 5, 100, 3_000]);
    return {
      commitWaitUntilTs: this.#world.simulation.cluster.pd.tso.next() + (BigInt(aheadMs) << 18n),
      commitWaitTimeoutMs: this.#random.pick([undefined, 10, 2_000]),
    };
  }

  #pickiness() {
    return {
      onPrewriteLock: this.#random.pick(['fail', 'resolve'] as const),
      checkCommitTs: (commitTs: Timestamp) => this.#allows(commitTs),
    };
  }

  #settings(): WriteSettings {
    const { isCalm } = this.#swarm;
    return {
      priority: this.#random.pick(['low', 'normal', 'high']),
      requestSource: { type: 'simulation', internal: this.#random.chance(0.5) },
      resourceGroup: this.#random.pick([undefined, 'callers']),
      resourceGroupTag: this.#random.pick([
        undefined,
        new Uint8Array([7]),
        (rpc) => new TextEncoder().encode(rpc),
      ]),
      diskFull: this.#random.pick(['refuse', 'almostFull', 'full']),
      syncLog: this.#random.chance(0.3),
      txnSource: BigInt(this.#random.below(3)),
      interceptors: [
        (_, next) => {
          if (!this.#world.areFaultsOn || isCalm || !this.#random.chance(0.03)) return next();
          // Too late then: nothing may be sent.
          if (this.#random.chance(0.5))
            void this.#world.simulation
              .sleep(this.#random.below(200))
              .then(next)
              .catch(() => {});
          throw new Error('Refused by an interceptor');
        },
      ],
    };
  }

  #snapshotSettings(): SnapshotOptions {
    if (!this.#random.chance(this.#swarm.begin.settings)) return {};
    const { priority, requestSource, resourceGroupTag, interceptors } = this.#settings();
    const cacheSizeBytes = this.#random.pick([0, 1, 100, undefined]);
    const taskId = BigInt(1 + this.#random.below(3));
    const settings = { priority, requestSource, resourceGroupTag, interceptors };
    return { ...settings, fillCache: this.#random.chance(0.5), taskId, cacheSizeBytes };
  }

  #allows(commitTs: Timestamp): boolean {
    const isAllowed = this.#random.chance(0.8);
    if (!isAllowed) this.#world.history.refused.add(commitTs);
    return isAllowed;
  }
}
