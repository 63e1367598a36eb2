/** A raw value and when it expires: Unix seconds, undefined for never. */
export interface RawValue {
  readonly value: Uint8Array;
  readonly expiresAtSeconds: bigint | undefined;
  /** API V2 keeps a mark where a value was deleted, which RawGetKeyTTL does not tell from a value. */
  readonly isDeleted: boolean;
}

/** The mark that API V2 leaves of a deleted value. */
export const TOMBSTONE: RawValue = { value: new Uint8Array(0), expiresAtSeconds: undefined, isDeleted: true };
