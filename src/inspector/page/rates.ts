import { effect, signal } from '@preact/signals';
import type { Stats } from '../recording/recording.ts';
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
  const machines = Object.keys(latest.ended);
  rates.value = new Map(
    machines.map((machine) => [
      machine,
      (total(latest.ended[machine]) - total(first.ended[machine])) / seconds,
    ]),
  );
});

/** Of all states. */
export function total(counts: Readonly<Record<string, number>> | undefined): number {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
}
