import type { BytesInput } from '../model/keys.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline } from '../retry/deadline.ts';
import { SnapshotReader } from '../txn/snapshot-reader.ts';
import type { ClientCore } from './client-core.ts';
import { checkKeys, checkScan, type KeyValue, type ScanOptions, toMap } from './reads.ts';
import { INSPECT, shown } from './shown.ts';
import { checkOptions, type VerbOptions } from './verb-options.ts';

/**
 * Reads as of one timestamp: every answer belongs to the same state of the data. Made by `tikv.snapshot()`. Values
 * read are remembered, so reading a key again costs nothing.
 */
export class Snapshot {
  readonly #core: ClientCore;
  readonly #at: Timestamp | undefined;
  #reader: Promise<SnapshotReader> | undefined;

  /** @internal */
  constructor(core: ClientCore, at: Timestamp | undefined) {
    this.#core = core;
    this.#at = at;
  }

  /** The timestamp read at; fetched with the first read unless one was given. */
  async timestamp(options?: VerbOptions): Promise<Timestamp> {
    checkOptions('timestamp', options);
    return this.#core.run(options, async (deadline) => (await this.#open(deadline)).readTs);
  }

  /**
   * The value, or undefined when the key is absent. An empty value is a value.
   * @throws UsageError, DeadlineError, AbortedError, ClosedError; RegionUnavailableError and its like when stores
   * cannot be reached; ResolveLockTimeoutError when another transaction's lock stays in the way
   */
  async get(key: BytesInput, options?: VerbOptions): Promise<Uint8Array | undefined> {
    checkOptions('get', options);
    const bytes = this.#core.toKey(key);
    return this.#core.run(options, async (deadline) => {
      const reader = await this.#open(deadline);
      return reader.get(bytes, this.#core.backoffer(deadline, 'read'));
    });
  }

  /** Values aligned with the keys; undefined where a key is absent. Keys may repeat. @throws as `get` */
  async batchGet(keys: readonly BytesInput[], options?: VerbOptions): Promise<(Uint8Array | undefined)[]> {
    checkOptions('batchGet', options);
    checkKeys('batchGet', keys);
    const bytes = keys.map((key) => this.#core.toKey(key));
    return this.#core.run(options, async (deadline) => {
      const reader = await this.#open(deadline);
      return reader.batchGet(bytes, this.#core.backoffer(deadline, 'read'));
    });
  }

  /** The keys that exist, as they were given, with their values. @throws as `get` */
  async batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options?: VerbOptions,
  ): Promise<Map<Key, Uint8Array>> {
    return toMap(keys, await this.batchGet(keys, options));
  }

  /**
   * The pairs of a range in key order, or from its end downward. The next page is fetched while one is consumed;
   * `timeoutMs` is for each page. Leaving the loop early ends the scan.
   * @throws UsageError at once; while iterating as `get`
   */
  scan(options?: ScanOptions): AsyncGenerator<KeyValue, void, undefined> {
    const scan = checkScan(options, this.#core.scanLimits);
    const core = this.#core;
    const open = () => core.run(options, (deadline) => this.#open(deadline));
    return (async function* () {
      const reader = await open();
      yield* reader.scan(scan, () => core.backoffer(core.startDeadline(options), 'read'));
    })();
  }

  /** What may be logged of it. */
  toJSON(): Record<string, unknown> {
    return { at: this.#at === undefined ? 'not read yet' : String(this.#at) };
  }

  [INSPECT](): string {
    return shown(this);
  }

  /**
   * Readers of one snapshot share its timestamp, so it is not fetched under the deadline of any of them. A failed
   * fetch is tried again by the next read.
   */
  #open(deadline: Deadline): Promise<SnapshotReader> {
    this.#reader ??= this.#openAt().catch((error: unknown) => {
      this.#reader = undefined;
      throw error;
    });
    return beforeEnd(deadline, 'waiting for a timestamp', this.#reader);
  }

  async #openAt(): Promise<SnapshotReader> {
    this.#core.use('transactional');
    const readTs = await this.#core.run(undefined, async (deadline) => {
      if (this.#at === undefined) return this.#core.timestamps.timestamp(deadline);
      await this.#core.checkGiven(this.#at, deadline);
      return this.#at;
    });
    return new SnapshotReader(this.#core.reads, readTs);
  }
}
