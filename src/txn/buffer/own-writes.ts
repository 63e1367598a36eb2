import type { WriteBuffer } from './write-buffer.ts';

type Own = Pick<WriteBuffer, 'get'>;

/**
 * What is at keys, aligned with them, with a transaction's own writes over its snapshot.
 * @param readSnapshot called once, for all keys that were not written
 * @param take makes a result of a value that the transaction wrote
 */
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
