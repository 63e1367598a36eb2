import { expect, it } from 'vitest';
import { Latches } from '../../../../../src/testing/store/latches.ts';

it('runs commands on a key in the order they came, others at once', async () => {
  const latches = new Latches();
  const order: string[] = [];
  const first = latches.acquire(['a', 'b']);
  const second = latches.acquire(['b', 'c', 'b']);
  const third = latches.acquire(['c']);
  const apart = latches.acquire(['d']);
  expect([first.ready, apart.ready]).toEqual([undefined, undefined]);
  const waits = [
    second.ready?.then(() => order.push('second')),
    third.ready?.then(() => order.push('third')),
  ];
  first.release();
  await waits[0];
  expect(order).toEqual(['second']);
  second.release();
  await waits[1];
  expect(order).toEqual(['second', 'third']);
  third.release();
  expect(latches.acquire(['a', 'b', 'c']).ready).toBeUndefined();
});
