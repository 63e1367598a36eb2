import type { Tally } from './tellers.ts';

export interface Result {
  readonly before: { readonly accounts: number; readonly cents: number };
  readonly after: { readonly accounts: number; readonly cents: number };
  readonly tally: Tally;
  readonly seconds: number;
  /** States of a transaction that met a conflict. */
  readonly path: readonly string[] | undefined;
}

/** Whether no cent and no account is missing. */
const isWhole = ({ before, after }: Result): boolean =>
  before.cents === after.cents && before.accounts === after.accounts;

/** Whether money was moved, clients died meanwhile, no transfer failed, and all of it is still there. */
export function isGood(result: Result): boolean {
  const { transfers, victims, failures } = result.tally;
  return isWhole(result) && transfers > 0 && victims > 0 && failures.size === 0;
}

/** Prints how it went. */
export function report(result: Result): void {
  const { before, after, tally, seconds, path } = result;
  const rows: [string, string][] = [
    ['money before', money(before.cents)],
    ['money after', `${money(after.cents)}  ${isWhole(result) ? 'not a cent is lost' : 'MONEY IS MISSING'}`],
    ['transfers', `${tally.transfers} (${Math.round(tally.transfers / seconds)} per second)`],
    ['conflicts, run again', counts(tally.conflicts)],
    ['runs per transfer', (tally.runs / Math.max(1, tally.transfers)).toFixed(3)],
    ['outcome unknown', String(tally.undetermined)],
    ['failed', counts(tally.failures)],
    [
      'clients that died',
      `${tally.victims} between prewrite and commit; their locks were resolved by others`,
    ],
    ['locks resolved', counts(tally.locksResolved)],
    ['latency of a transfer', latencies(tally.latenciesMs)],
    ['a conflicted transaction', path === undefined ? 'none was seen' : path.join(' -> ')],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log();
  for (const [name, value] of rows) console.log(`${name.padEnd(width)}  ${value}`);
}

const money = (cents: number): string => (cents / 100).toFixed(2);

function counts(byName: ReadonlyMap<string, number>): string {
  if (byName.size === 0) return '0';
  return [...byName].map(([name, count]) => `${count} ${name}`).join(', ');
}

function latencies(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 99 % below ${at(0.99)} ms, longest ${at(1)} ms`;
}
