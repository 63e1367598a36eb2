import { DeadlineError } from '../model/errors.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { beforeEnd } from '../retry/before-end.ts';
import type { Deadline } from '../retry/deadline.ts';
import { Ledger } from '../retry/ledger.ts';
import type { SnapshotCache } from '../txn/reads/snapshot-cache.ts';
import { SnapshotReader, type SnapshotSettings } from '../txn/reads/snapshot-reader.ts';
import type { ClientCore } from './client-core.ts';
import type { ReaderSource } from './snapshot-reads.ts';

/** The reader of a snapshot with many reads, which share its timestamp. */
export class SharedReader implements ReaderSource {
  readonly ledger: Ledger;
  readonly #core: ClientCore;
  readonly #at: Timestamp | undefined;
  readonly #settings: SnapshotSettings;
  #opening: Promise<SnapshotReader> | undefined;
  #reader: SnapshotReader | undefined;

  /** @param at the timestamp to read at; undefined for a fresh one, fetched with the first read */
  constructor(core: ClientCore, at: Timestamp | undefined, settings: SnapshotSettings) {
    this.ledger = new Ledger(core.parts.runtime.clock);
    this.#core = core;
    this.#at = at;
    this.#settings = settings;
  }

  /** What was read so far; undefined before the first read has its timestamp. */
  get cache(): SnapshotCache | undefined {
    return this.#reader?.cache;
  }

  /** Undefined until a fresh timestamp is fetched. */
  get readTs(): Timestamp | undefined {
    return this.#at ?? this.#reader?.readTs;
  }

  /**
   * The timestamp is fetched under a deadline no earlier than the first read's, since other reads wait for it
   * as well. A read with time left repeats a fetch that ran out of its own; after any other failure the next
   * read does.
   */
  async open(deadline: Deadline): Promise<SnapshotReader> {
    if (this.#reader !== undefined) return this.#reader;
    for (;;) {
      this.#opening ??= this.#openFor(deadline.remainingMs());
      try {
        return await beforeEnd(deadline, 'waiting for a timestamp', this.#opening);
      } catch (error) {
        if (!(error instanceof DeadlineError)) throw error;
        deadline.check('waiting for a timestamp');
      }
    }
  }

  #openFor(atLeastMs: number): Promise<SnapshotReader> {
    const timeoutMs = Math.max(atLeastMs, this.#core.parts.options.timeoutMs);
    return this.#core
      .run({ timeoutMs }, (deadline) => this.#openWithin(deadline), this.ledger)
      .catch((error: unknown) => {
        this.#opening = undefined;
        throw error;
      });
  }

  async #openWithin(deadline: Deadline): Promise<SnapshotReader> {
    this.#reader = await openReader(this.#core, this.#at, this.#settings, deadline);
    return this.#reader;
  }
}

/** The reader of one read, at a fresh timestamp. A scan opens it with its first page. */
export class OneReader implements ReaderSource {
  readonly ledger = undefined;
  readonly #core: ClientCore;
  readonly #settings: SnapshotSettings;
  #reader: SnapshotReader | undefined;

  constructor(core: ClientCore, settings: SnapshotSettings) {
    this.#core = core;
    this.#settings = settings;
  }

  async open(deadline: Deadline): Promise<SnapshotReader> {
    this.#reader ??= await openReader(this.#core, undefined, this.#settings, deadline);
    return this.#reader;
  }
}

async function openReader(
  core: ClientCore,
  at: Timestamp | undefined,
  settings: SnapshotSettings,
  deadline: Deadline,
): Promise<SnapshotReader> {
  core.use('transactional');
  const readTs = at ?? (await core.timestamps.timestamp(deadline));
  if (at !== undefined) await core.checkRead(at, deadline);
  return new SnapshotReader(core.reads, readTs, settings);
}
