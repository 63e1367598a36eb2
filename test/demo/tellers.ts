import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Tikv, TikvError, UndeterminedError } from '../../src/index.ts';
import { systemRuntime } from '../../src/wire/system-runtime.ts';
import { mortalRuntime } from '../support/mortal-runtime.ts';
import { type Bank, transfer } from './bank.ts';

/** What has happened so far. */
export interface Tally {
  transfers: number;
  runs: number;
  conflicts: Map<string, number>;
  undetermined: number;
  failures: Map<string, number>;
  victims: number;
  /** Transactions of the dead, by what became of their locks. */
  locksResolved: Map<string, number>;
  latenciesMs: number[];
}

export function emptyTally(): Tally {
  return {
    transfers: 0,
    runs: 0,
    conflicts: new Map(),
    undetermined: 0,
    failures: new Map(),
    victims: 0,
    locksResolved: new Map(),
    latenciesMs: [],
  };
}

const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);

/** Ten accounts are in everybody's way, so that there are conflicts: `hotShare` of the picks. */
function pickTwo(accounts: number, hotShare: number): [number, number] {
  const pick = () =>
    Math.floor(Math.random() * (Math.random() < hotShare ? Math.min(10, accounts) : accounts));
  const from = pick();
  for (;;) {
    const to = pick();
    if (to !== from) return [from, to];
  }
}

/** Transfers money until told to stop. */
export async function runTeller(tikv: Tikv, bank: Bank, tally: Tally, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    const [from, to] = pickTwo(bank.accounts, 0.1);
    const began = performance.now();
    try {
      await tikv.transact(async (transaction) => {
        tally.runs++;
        const last = transaction.conflicts.at(-1);
        if (last !== undefined) count(tally.conflicts, last.code);
        await transfer(transaction, bank, from, to, 1 + Math.floor(Math.random() * 100));
      });
      tally.transfers++;
      tally.latenciesMs.push(performance.now() - began);
    } catch (error) {
      if (error instanceof UndeterminedError) tally.undetermined++;
      else if (error instanceof TikvError) count(tally.failures, error.code);
      else throw error;
    }
  }
}

/**
 * Clients that die between prewrite and commit, one after the other: sockets and timers are cut in the moment the
 * commit timestamp would be asked for. Their locks are left for the others.
 */
export async function runVictims(
  url: string,
  bank: Bank,
  tally: Tally,
  stopped: () => boolean,
): Promise<void> {
  while (!stopped()) {
    const runtime = mortalRuntime(systemRuntime());
    const tikv = await connect({ endpoints: url.replace('tikv://', '').split(','), runtime });
    const transaction = await tikv.begin();
    // Not the hot ones: their locks would keep everybody waiting until they expire.
    const [from, to] = pickTwo(bank.accounts, 0);
    if (await transfer(transaction, bank, from, to, 1)) {
      runtime.dieBefore('/pdpb.PD/Tso');
      void transaction.commit().catch(() => {});
      for (let waitedMs = 0; !runtime.dead && waitedMs < 5000; waitedMs += 20) await sleep(20);
      if (runtime.dead) tally.victims++;
    }
    runtime.die();
    await sleep(300);
  }
}
