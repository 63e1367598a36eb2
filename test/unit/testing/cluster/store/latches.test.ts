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

it('hands a latch over before those that wait for it', async () => {
  const latches = new Latches();
  const order: string[] = [];
  const holder = latches.acquire(['a', 'b']);
  const late = latches.acquire(['a']);
  const next = latches.acquire(['a'], 'next');
  const isHeld = [late, next].map(async ({ ready }, index) => {
    await ready;
    order.push(['late', 'next'][index] as string);
  });
  holder.release();
  await isHeld[1];
  expect(order).toEqual(['next']);
  next.release();
  await isHeld[0];
  late.release();
  expect(latches.acquire(['a', 'b'], 'next').ready).toBeUndefined();
});
