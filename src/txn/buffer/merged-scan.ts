import { compareBytes } from '../../model/bytes.ts';
import type { KeyValue } from '../../model/key-value.ts';
import type { KeyRange } from '../../model/region.ts';
import type { BufferedWrite, WriteBuffer } from './write-buffer.ts';

export interface MergedScanOptions {
  readonly range: KeyRange;
  /** From the end of the range downward. */
  readonly reverse: boolean;
  /** Values are left empty, as the snapshot's are. */
  readonly keysOnly: boolean;
}

/**
 * A transaction's own view of a range: its snapshot with its writes over it. The writes are taken as they are
 * when this is called. `snapshot` gives the range's pairs in the same direction, and is closed as soon as no
 * more pairs are wanted. Follows client-go's internal/unionstore/union_iter.go (MEM-8).
 */
export function mergedScan(
  snapshot: AsyncIterable<KeyValue>,
  buffer: WriteBuffer,
  { range, reverse, keysOnly }: MergedScanOptions,
): AsyncGenerator<KeyValue> {
  const writes = buffer.view().entries(range, reverse);
  return merge(snapshot, writes, reverse ? -1 : 1, keysOnly);
}

async function* merge(
  snapshot: AsyncIterable<KeyValue>,
  writes: Iterator<BufferedWrite>,
  direction: 1 | -1,
  keysOnly: boolean,
): AsyncGenerator<KeyValue> {
  let write = writes.next();
  for await (const pair of snapshot) {
    let order = -1;
    while (!write.done) {
      order = compareBytes(write.value.key, pair.key) * direction;
      if (order > 0) break;
      yield* live(write.value, keysOnly);
      write = writes.next();
      if (order === 0) break;
    }
    if (order !== 0) yield pair;
  }
  for (; !write.done; write = writes.next()) yield* live(write.value, keysOnly);
}

function* live({ key, value }: BufferedWrite, keysOnly: boolean): Generator<KeyValue> {
  if (value !== undefined) yield { key: key.slice(), value: keysOnly ? new Uint8Array(0) : value.slice() };
}
