// What the steps of an order do, by transactions.
import type { Tikv } from 'tikv-client';
import { fromPromise } from 'xstate';
import type { Order, Unknown } from './order-machine.ts';

const decoder = new TextDecoder();
const numberOf = (bytes: Uint8Array | undefined) => Number(bytes === undefined ? 0 : decoder.decode(bytes));

/** Takes from one number and adds to another, unless there is too little. */
function move(tikv: Tikv, from: string, to: string, amount: number, signal: AbortSignal): Promise<void> {
  return tikv.transact(
    async (txn) => {
      const [have, there] = await txn.batchGet([from, to]);
      if (numberOf(have) < amount) throw new Error(`Too little of ${from}`);
      txn.put(from, String(numberOf(have) - amount));
      txn.put(to, String(numberOf(there) + amount));
    },
    { signal },
  );
}

/** For `orderMachine.provide`. A step ends with its actor: the signal is that of its state. */
export function orderSteps(tikv: Tikv) {
  const step = (run: (order: Order, signal: AbortSignal) => Promise<void>) =>
    fromPromise<void, Order>(({ input, signal }) => run(input, signal));
  return {
    reserve: step(({ item }, signal) => move(tikv, `stock/${item}`, `reserved/${item}`, 1, signal)),
    charge: step(({ customer, cents }, signal) =>
      move(tikv, `money/${customer}`, 'money/shop', cents, signal),
    ),
    release: step(({ item }, signal) => move(tikv, `reserved/${item}`, `stock/${item}`, 1, signal)),
    settle: fromPromise<'committed' | 'rolledBack', Unknown>(async ({ input, signal }) => {
      const { outcome } = await tikv.settle(input, { signal });
      return outcome;
    }),
  };
}
