import { effect, signal } from '@preact/signals';
import type { Stats } from '../recording/recording.ts';
import { countsOfStats } from '../view/state-counts.ts';
import { connection, stats } from './store.ts';

/** Ended actors a second, by machine, over the last two seconds. */
export const rates = signal<ReadonlyMap<string, number>>(new Map());

const WINDOW_MS = 2000;
let window: Stats[] = [];

effect(() => {
  const latest = stats.value;
  if (latest === undefined || connection.value !== 'live') {
    window = [];
    rates.value = new Map();
    return;
  }
  window = [...window.filter(({ t }) => latest.t - t < WINDOW_MS && t <= latest.t), latest];
  const first = window[0] as Stats;
  const seconds = (latest.t - first.t) / 1000;
  if (seconds < 0.3) return;
  const [before, now] = [countsOfStats(first).ended, countsOfStats(latest).ended];
  rates.value = new Map(
    [...now].map(([machine, states]) => [
      machine,
      (sum(states.values()) - sum(before.get(machine)?.values() ?? [])) / seconds,
    ]),
  );
});

export function sum(counts: Iterable<number>): number {
  let all = 0;
  for (const count of counts) all += count;
  return all;
}
