import type { RawValue } from '../raw/raw-value.ts';
import type { Key } from './key.ts';
import type { LockState, WriteRecord } from './model.ts';

/** Column family of raw data. */
export type RawFamily = 'default' | 'lock' | 'write';

/** One change of a column, as it is proposed, replicated and applied. An undefined value deletes. */
export type Change =
  | { readonly column: 'lock'; readonly key: Key; readonly lock: LockState | undefined }
  | {
      readonly column: 'write';
      readonly key: Key;
      readonly commitTs: bigint;
      readonly record: WriteRecord | undefined;
    }
  | {
      readonly column: 'default';
      readonly key: Key;
      readonly startTs: bigint;
      readonly value: Uint8Array | undefined;
    }
  | {
      readonly column: 'raw';
      readonly family: RawFamily;
      readonly key: Key;
      readonly value: RawValue | undefined;
    }
  | {
      /** Drops a range of every transactional column, or of one raw family. */
      readonly column: 'range';
      readonly scope: 'transactional' | RawFamily;
      readonly start: Key;
      readonly end: Key | undefined;
    };

/** A change as it was applied, for the oracle of the history checkers. */
export interface JournalEntry {
  /** Message that caused the change, as the caller names it. */
  readonly messageId: string;
  readonly atMs: number;
  readonly change: Change;
}
