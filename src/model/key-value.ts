/** A key and its value. */
export interface KeyValue {
  /** As stored, without the prefix of a keyspace. */
  readonly key: Uint8Array;
  /** May be empty, which is not the same as absent. */
  readonly value: Uint8Array;
}
