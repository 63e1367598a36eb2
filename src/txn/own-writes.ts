import type { WriteBuffer } from './write-buffer.ts';

type Own = Pick<WriteBuffer, 'get'>;

/**
 * What is at a key, with a transaction's own writes over its snapshot.
 * @param readSnapshot asked for what the transaction did not write itself
 * @param take what to make of a value that it did
 */
export async function getOver<Found>(
  own: Own,
  key: Uint8Array,
  readSnapshot: (key: Uint8Array) => Promise<Found | undefined>,
  take: (own: Uint8Array) => Found,
): Promise<Found | undefined> {
  const write = own.get(key);
  return write === undefined ? readSnapshot(key) : write.value && take(write.value);
}

/** The same for many keys, aligned with them. @param readSnapshot asked once, for all that were not written */
export async function batchGetOver<Found>(
  own: Own,
  keys: readonly Uint8Array[],
  readSnapshot: (keys: readonly Uint8Array[]) => Promise<readonly (Found | undefined)[]>,
  take: (own: Uint8Array) => Found,
): Promise<(Found | undefined)[]> {
  const writes = keys.map((key) => own.get(key));
  const others = keys.filter((_, index) => writes[index] === undefined);
  const values = (others.length === 0 ? [] : await readSnapshot(others)).values();
  return writes.map((write) =>
    write === undefined ? values.next().value : write.value && take(write.value),
  );
}
