import { MAX_TIMESTAMP, type Snapshot, WriteConflictError } from '../../src/index.ts';
import type { History, LevelRead } from './history.ts';
import type { CallOptions, Lease } from './lease.ts';
import { pagesOf, text } from './recorded-transaction.ts';

type Given = LevelRead['given'];

export interface LevelRecording extends Pick<LevelRead, 'process' | 'isolation' | 'at'> {
  readonly history: History;
  readonly lease: Lease;
  /** How many changes of the data there have been. */
  readonly changes: () => number;
}

/** Reads of texts at another isolation level than a snapshot's, noted as they were answered, or refused. */
export class RecordedLevelReads {
  readonly #snapshot: Snapshot;
  readonly #recording: LevelRecording;

  constructor(snapshot: Snapshot, recording: LevelRecording) {
    this.#snapshot = snapshot;
    this.#recording = recording;
  }

  get(key: string): Promise<void> {
    const { lease } = this.#recording;
    return this.#note(async () => [
      [key, text(await lease.call('get', (options) => this.#snapshot.get(key, options)))],
    ]);
  }

  batchGet(keys: readonly string[]): Promise<void> {
    const { lease } = this.#recording;
    return this.#note(async () => {
      const values = await lease.call('batchGet', (options) => this.#snapshot.batchGet(keys, options));
      return keys.map((key, index) => [key, text(values[index])]);
    });
  }

  scan(range: NonNullable<LevelRead['range']>, batchSize: number): Promise<void> {
    const { lease } = this.#recording;
    return this.#note(async () => {
      const rows: [string, string][] = [];
      const scan = (options: CallOptions) => this.#snapshot.scan({ ...range, batchSize, ...options });
      for await (const { key, value } of lease.rows(scan, pagesOf(this.#snapshot)))
        rows.push([text(key) as string, text(value) as string]);
      return rows;
    }, range);
  }

  /** The newest that is committed, without a timestamp. */
  latest(key: string): Promise<void> {
    const { lease } = this.#recording;
    const ask = async (): Promise<Given> => [
      [
        key,
        text(
          await lease.call('latest get', (options) =>
            lease.tikv.get(key, { ...options, isolation: 'readCommitted' }),
          ),
        ),
      ],
    ];
    return this.#note(ask, undefined, { isolation: 'readCommitted', at: MAX_TIMESTAMP });
  }

  async #note(
    ask: () => Promise<Given>,
    range?: LevelRead['range'],
    how?: Pick<LevelRead, 'isolation' | 'at'>,
  ): Promise<void> {
    const { history, changes, lease, ...about } = this.#recording;
    const changesBefore = changes();
    const note = (given: Given, refusal?: LevelRead['refusal']) => {
      const changesAfter = changes();
      history.levelReads.push({
        ...about,
        ...how,
        given,
        range,
        refusal,
        changesBefore,
        changesAfter,
      });
    };
    try {
      note(await ask());
    } catch (error) {
      if (error instanceof WriteConflictError) {
        const { conflictStartTs, conflictCommitTs } = error;
        note([], { key: text(error.key) as string, conflictStartTs, conflictCommitTs });
      }
      throw error;
    }
  }
}
