import { expect, it } from 'vitest';
import type { BatchEntry } from '../../../src/wire/batch-entry.ts';
import { EntryQueue } from '../../../src/wire/entry-queue.ts';

const entry = (id: number) => ({ id }) as BatchEntry;
const ids = (entries: readonly BatchEntry[]) => entries.map(({ id }) => id);

it('gives what came first, also when much has been taken, and what was put back before all else', () => {
  const queue = new EntryQueue();
  const expected = Array.from({ length: 5_000 }, (_, id) => id);
  for (const id of expected) queue.add(entry(id));
  const first = Array.from({ length: 4_000 }, () => queue.take());
  expect([ids(first), queue.size]).toEqual([expected.slice(0, 4_000), 1_000]);
  queue.putBack(first.slice(-2));
  queue.add(entry(5_000));
  expect(ids(queue.takeAll())).toEqual([3_998, 3_999, ...expected.slice(4_000), 5_000]);
  queue.add(entry(7));
  expect([queue.take().id, queue.size, queue.takeAll()]).toEqual([7, 0, []]);
});
