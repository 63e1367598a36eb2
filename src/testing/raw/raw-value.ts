/** A raw value and when it expires: Unix seconds, undefined for never. */
export interface RawValue {
  readonly value: Uint8Array;
  readonly expiresAtSeconds: bigint | undefined;
}
