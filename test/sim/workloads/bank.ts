import type { Anomaly, History, TransactionRecord } from '../history.ts';
import type { RecordedReads } from '../recorded-transaction.ts';
import type { Workload, WorkloadContext } from './workloads.ts';

const START = 100;
const account = (index: number) => `bank/${index}`;
const accounts = ({ keys }: WorkloadContext) => Array.from({ length: keys }, (_, index) => account(index));
const scanEnd = 'bank0';

/** Transfers between accounts; whoever reads all of them sees the same sum. */
export const bank: Workload = {
  setUp: (session, context) =>
    settleDown(
      session.transact('bank', (txn) => {
        for (const key of accounts(context)) txn.put(key, String(START));
      }),
    ),

  async operate(session, context) {
    const { random } = session;
    const total = async (reads: RecordedReads) => {
      const way = random.below(4);
      if (way === 0) await reads.batchGet(accounts(context));
      else if (way === 1) for (const key of accounts(context)) await reads.get(key);
      else await reads.scan('bank/', scanEnd, { reverse: way === 2 });
    };
    if (random.chance(0.3)) return session.snapshot('bank', total);
    const [from, to] = [random.below(context.keys), random.below(context.keys)];
    const amount = 1 + random.below(5);
    return session.run('bank', async (txn) => {
      if (random.chance(0.2)) return total(txn);
      const [source, target] = (await txn.batchGet([account(from), account(to)])).map(Number);
      if (from === to || (source as number) < amount) return;
      txn.put(account(from), String((source as number) - amount));
      txn.put(account(to), String((target as number) + amount));
    });
  },

  finish: (session, context) =>
    session.snapshot('bank', async (reads) => {
      await reads.batchGet(accounts(context));
    }),

  check: (history, context) => checkBank(history, context.keys),
};

async function settleDown(work: Promise<TransactionRecord | undefined>): Promise<void> {
  const record = await work;
  if (record?.outcome !== 'ok') throw new Error(`The set-up failed: ${record?.error}`);
}

/** Every transaction that read all accounts, before it wrote any, saw the same sum. */
export function checkBank({ transactions }: History, keys: number): Anomaly[] {
  const anomalies: Anomaly[] = [];
  for (const { workload, steps, id } of transactions) {
    if (workload !== 'bank') continue;
    const seen = new Map<string, number>();
    for (const step of steps) {
      if (step.kind === 'write') break;
      if (step.kind === 'read') seen.set(step.key, Number(step.value));
      else if (step.kind === 'scan') for (const [key, value] of step.rows) seen.set(key, Number(value));
    }
    if (seen.size < keys) continue;
    const sum = [...seen.values()].reduce((one, other) => one + other, 0);
    if (sum !== keys * START)
      anomalies.push({ name: 'bank', detail: `transaction ${id} saw the sum ${sum}` });
  }
  return anomalies;
}
