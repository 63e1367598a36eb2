import type { BytesInput } from '../model/keys.ts';
import { Scanner } from '../region/scanner.ts';
import type { Deadline } from '../retry/deadline.ts';
import type { Ledger } from '../retry/ledger.ts';
import type { ValueEntry } from '../txn/reads/point-read.ts';
import type { SnapshotReader } from '../txn/reads/snapshot-reader.ts';
import type { ClientCore } from './client-core.ts';
import { toList } from './lists.ts';
import { checkOptions } from './options/check-options.ts';
import { SNAPSHOT_SCAN_RULES, type SnapshotScanOptions } from './options/snapshot-options.ts';
import { toVerbOptions, type VerbOptions } from './options/verb-options.ts';
import { READ_RULES, type ReadOptions, toCheckedScan, toMap, toPointRead } from './reads.ts';
import { Scan } from './scan.ts';

/** What opens the reader of a snapshot, when its timestamp is known. */
export interface ReaderSource {
  /** Counts what the reads cost; undefined where nobody can ask. */
  readonly ledger: Ledger | undefined;
  open(deadline: Deadline): Promise<SnapshotReader>;
}

type Found = Uint8Array | ValueEntry | undefined;

/** Reads as of one timestamp: those of a `Snapshot`, and those that `Tikv` makes by themselves. */
export class SnapshotReads {
  readonly #core: ClientCore;
  readonly #source: ReaderSource;

  constructor(core: ClientCore, source: ReaderSource) {
    this.#core = core;
    this.#source = source;
  }

  async get(key: BytesInput, options: ReadOptions | undefined): Promise<Found> {
    checkOptions('get', options, READ_RULES);
    const bytes = this.#core.toKey(key);
    const read = toPointRead(options);
    return this.run(options, async (deadline) => {
      const reader = await this.#source.open(deadline);
      return reader.get(bytes, read, this.#core.backoffer(deadline, 'read'));
    });
  }

  async batchGet(
    verb: string,
    keys: readonly BytesInput[],
    options: ReadOptions | undefined,
  ): Promise<Found[]> {
    checkOptions(verb, options, READ_RULES);
    const bytes = this.#core.toKeys(verb, keys);
    const read = toPointRead(options);
    return this.run(options, async (deadline) => {
      const reader = await this.#source.open(deadline);
      return reader.batchGet(bytes, read, this.#core.backoffer(deadline, 'read'));
    });
  }

  async batchGetMap<Key extends BytesInput>(
    keys: readonly Key[],
    options: ReadOptions | undefined,
  ): Promise<Map<Key, Uint8Array | ValueEntry>> {
    const given = toList('batchGetMap', 'keys', keys);
    return toMap(given, await this.batchGet('batchGetMap', given, options));
  }

  scan(options: SnapshotScanOptions | undefined): Scan {
    const { keysOnly, ...scan } = toCheckedScan(options, this.#core, SNAPSHOT_SCAN_RULES);
    const sampleStep = options?.sampleStep ?? 0;
    const ofPages = toVerbOptions(options);
    const scanner = new Scanner(scan, (rest, batchSize, by) => {
      const page = { reverse: scan.reverse, keysOnly, sampleStep, batchSize };
      return this.run(ofPages, async (deadline) => {
        by(deadline);
        const reader = await this.#source.open(deadline);
        return reader.scanPage(rest, page, this.#core.backoffer(deadline, 'read'));
      });
    });
    return new Scan(scanner, scan.reverse);
  }

  /** Runs a verb, and counts what it costs. */
  run<Result>(
    options: VerbOptions | undefined,
    verb: (deadline: Deadline) => Promise<Result>,
  ): Promise<Result> {
    return this.#core.run(options, verb, this.#source.ledger);
  }
}
