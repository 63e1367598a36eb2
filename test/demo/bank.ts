import type { Tikv, Transaction } from '../../src/index.ts';

/** Accounts under one prefix, all opened with the same balance, in whole cents. */
export interface Bank {
  readonly prefix: string;
  readonly accounts: number;
  readonly openingCents: number;
}

export const accountKey = (bank: Bank, index: number): string =>
  `${bank.prefix}${String(index).padStart(6, '0')}`;

const decoder = new TextDecoder();

export function toCents(value: Uint8Array | undefined): number {
  if (value === undefined) throw new Error('An account has vanished');
  return Number(decoder.decode(value));
}

/** Opens all accounts, some hundred in a transaction. */
export async function openAccounts(tikv: Tikv, bank: Bank): Promise<void> {
  const perTransaction = 250;
  for (let from = 0; from < bank.accounts; from += perTransaction) {
    await tikv.transact((transaction) => {
      for (let index = from; index < Math.min(from + perTransaction, bank.accounts); index++) {
        transaction.put(accountKey(bank, index), String(bank.openingCents));
      }
    });
  }
}

/** All money there is, as of one moment. */
export async function countMoney(tikv: Tikv, bank: Bank): Promise<{ accounts: number; cents: number }> {
  let accounts = 0;
  let cents = 0;
  for await (const { value } of tikv.scan({ prefix: bank.prefix })) {
    accounts++;
    cents += toCents(value);
  }
  return { accounts, cents };
}

/** Moves money if there is enough; false when there is not. */
export async function transfer(
  transaction: Transaction,
  bank: Bank,
  from: number,
  to: number,
  cents: number,
): Promise<boolean> {
  const keys = [accountKey(bank, from), accountKey(bank, to)] as const;
  const [source, target] = await transaction.batchGet(keys);
  if (toCents(source) < cents) return false;
  transaction.put(keys[0], String(toCents(source) - cents));
  transaction.put(keys[1], String(toCents(target) + cents));
  return true;
}

export async function closeAccounts(tikv: Tikv, bank: Bank): Promise<void> {
  const keys: Uint8Array[] = [];
  for await (const { key } of tikv.scan({ prefix: bank.prefix, keysOnly: true })) keys.push(key);
  for (let from = 0; from < keys.length; from += 250) {
    await tikv.transact((transaction) => {
      for (const key of keys.slice(from, from + 250)) transaction.delete(key);
    });
  }
}
