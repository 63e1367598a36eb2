import { UsageError } from '../model/errors.ts';
import type { BytesInput } from '../model/keys.ts';
import { describeType } from '../model/show-value.ts';

/**
 * A copy of a list, since the caller may change its own before the verb is done. A hole in it becomes
 * undefined.
 * @param read turns an item into what it stands for; by default items are kept as they are
 * @throws UsageError when it is not an array; what `read` throws
 */
export function toList<Item>(verb: string, what: string, list: readonly Item[]): Item[];
export function toList<Item, Meant>(
  verb: string,
  what: string,
  list: readonly Item[],
  read: (item: Item, index: number) => Meant,
): Meant[];
export function toList(
  verb: string,
  what: string,
  list: readonly unknown[],
  read: (item: never, index: number) => unknown = (item) => item,
): unknown[] {
  if (!Array.isArray(list)) {
    throw new UsageError(`${verb}: ${what} must be an array, not ${describeType(list)}`);
  }
  const meant: unknown[] = [];
  for (let index = 0; index < list.length; index++) meant.push(read(list[index] as never, index));
  return meant;
}

/** A copy of a list of keys. @throws UsageError that says which of them is invalid */
export function toKeyList(
  verb: string,
  keys: readonly BytesInput[],
  toKey: (key: BytesInput) => Uint8Array,
): Uint8Array[] {
  return toList(verb, 'keys', keys, (key, index) => {
    try {
      return toKey(key);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new UsageError(`${verb}: key ${index}: ${error.message}`, { cause: error });
    }
  });
}
