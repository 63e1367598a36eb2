import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../src/testing/index.ts';
import { accountKey, type Bank } from './bank.ts';

/** Shakes the cluster, one thing after the other, until told to stop; every store stands again then. */
export async function shake(
  cluster: Cluster,
  bank: Bank,
  pauseMs: number,
  tell: (what: string) => void,
  stopped: () => boolean,
): Promise<void> {
  const someAccount = () => 1 + Math.floor(Math.random() * (bank.accounts - 1));
  const stores = cluster.addresses.stores.length;
  const someStore = () => 1 + Math.floor(Math.random() * stores);
  const borders: number[] = [];
  const steps = [
    async () => {
      const account = someAccount();
      if (borders.includes(account)) return;
      cluster.split(accountKey(bank, account));
      borders.push(account);
      tell(`a region splits at account ${account}`);
    },
    async () => {
      const account = someAccount();
      const store = someStore();
      cluster.transferLeader(accountKey(bank, account), store);
      tell(`store ${store} leads the region of account ${account} now`);
    },
    async () => {
      const store = someStore();
      await cluster.stop(store);
      tell(`store ${store} stops`);
      await sleep(pauseMs);
      await cluster.restart(store);
      tell(`store ${store} is back`);
    },
    async () => {
      const account = borders.shift();
      if (account === undefined) return;
      cluster.merge(accountKey(bank, account - 1));
      tell(`the two regions that meet at account ${account} merge`);
    },
  ];
  for (let nth = 0; !stopped(); nth++) {
    await (steps[nth % steps.length] as () => Promise<void>)();
    await sleep(pauseMs);
  }
}
