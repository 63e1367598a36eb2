import type { KeyRange } from '../../model/region.ts';
import { MAX_TIMESTAMP, type Timestamp } from '../../model/timestamp.ts';
import type { RequestContext } from '../../region/request/request-context.ts';
import type { ScanPage } from '../../region/scan-part.ts';
import type { Backoffer } from '../../retry/backoffer.ts';
import type { kvrpcpb } from '../../wire/codec/messages.ts';
import { withRequestContext } from '../request-settings.ts';
import { type PointRead, whole } from './point-read.ts';
import type { ReadEnvironment } from './read-environment.ts';
import { ReadView, type Replicas } from './read-view.ts';
import { snapshotBatchGet } from './snapshot-batch-get.ts';
import { SnapshotCache } from './snapshot-cache.ts';
import { snapshotGet } from './snapshot-get.ts';
import { type ScanPageOptions, scanPage } from './snapshot-scan.ts';

/** How all reads of a snapshot are made. */
export interface SnapshotSettings {
  /** What the context of every read says. */
  readonly context: kvrpcpb.Context | undefined;
  /** What all requests say, including those that resolve locks. */
  readonly request?: RequestContext | undefined;
  /** Which replicas serve reads. Default: the leader. */
  readonly replicas?: Replicas | undefined;
  /** How much of what was read is remembered; 0 for nothing. */
  readonly cacheSizeBytes: number;
}

/** The defaults, and nothing else. */
export const PLAIN_READS: SnapshotSettings = { context: undefined, cacheSizeBytes: 64 * 1024 * 1024 };

/**
 * Reads as of one timestamp. All answers belong to the same state of the data, whatever commits meanwhile.
 * The newest value of a key can be read at MAX_TIMESTAMP; nothing is cached then (scenario S078).
 */
export class SnapshotReader {
  readonly view: ReadView;
  readonly cache: SnapshotCache | undefined;

  constructor(environment: ReadEnvironment, readTs: Timestamp, settings = PLAIN_READS) {
    const { context, request, replicas, cacheSizeBytes } = settings;
    this.view = new ReadView(withRequestContext(environment, request), readTs, context, replicas);
    const isCached = readTs !== MAX_TIMESTAMP && cacheSizeBytes > 0;
    this.cache = isCached ? new SnapshotCache(cacheSizeBytes) : undefined;
  }

  get readTs(): Timestamp {
    return this.view.readTs;
  }

  /** What is at the key, or undefined when it is absent. */
  async get<Found>(
    key: Uint8Array,
    read: PointRead<Found>,
    backoffer: Backoffer,
  ): Promise<Found | undefined> {
    const cached = this.cache?.get(key, read.needCommitTs);
    if (cached !== undefined) return cached.found && read.take(cached.found);
    const found = await this.view.visibly(backoffer, () =>
      snapshotGet(this.view, key, whole(read), backoffer),
    );
    this.cache?.set(key, found);
    return found && read.take(found);
  }

  /** What is at the keys, aligned with them; undefined where a key is absent. */
  async batchGet<Found>(
    keys: readonly Uint8Array[],
    read: PointRead<Found>,
    backoffer: Backoffer,
  ): Promise<(Found | undefined)[]> {
    const cached = keys.map((key) => this.cache?.get(key, read.needCommitTs));
    const missing = keys.filter((_, index) => cached[index] === undefined);
    const entries = await this.view.visibly(backoffer, () =>
      snapshotBatchGet(this.view, missing, whole(read), backoffer),
    );
    for (const [index, key] of missing.entries()) this.cache?.set(key, entries[index]);
    let nth = 0;
    return cached.map((known) => {
      const found = known === undefined ? entries[nth++] : known.found;
      return found && read.take(found);
    });
  }

  /** The first pairs of a range, from its start or, in reverse, from its end; see `scanPage`. */
  scanPage(range: KeyRange, options: ScanPageOptions, backoffer: Backoffer): Promise<ScanPage> {
    return this.view.visibly(backoffer, () => scanPage(this.view, range, options, backoffer));
  }
}
