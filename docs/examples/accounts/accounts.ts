import type { Tikv, Transaction, VerbOptions } from 'tikv-client';
import { BadRequest, Refused } from './errors.ts';

export interface Account {
  readonly id: string;
  readonly balanceCents: number;
}

export interface Transfer {
  /** Chosen by the caller: it makes a transfer safe to send again. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly cents: number;
}

const PAGE = 100;
const accountKey = (id: string) => `account/${id}`;
const transferKey = (id: string) => `transfer/${id}`;
const encode = (value: unknown) => JSON.stringify(value);
const decode = <Value>(bytes: Uint8Array): Value => JSON.parse(new TextDecoder().decode(bytes));

/** Accounts in a cluster. No money is made or lost, whatever happens to the cluster, this process or its callers. */
export class Accounts {
  readonly #tikv: Tikv;

  constructor(tikv: Tikv) {
    this.#tikv = tikv;
  }

  /** @throws AlreadyExistsError when there is one of this id */
  async open(input: unknown, options: VerbOptions): Promise<Account> {
    const { id, balanceCents } = fields(input);
    const account = { id: checkId('id', id), balanceCents: checkCents('balanceCents', balanceCents, 0) };
    await this.#tikv.transact((txn) => txn.insert(accountKey(account.id), encode(account)), options);
    return account;
  }

  async find(id: string, options: VerbOptions): Promise<Account | undefined> {
    const bytes = await this.#tikv.get(accountKey(checkId('id', id)), options);
    return bytes && decode<Account>(bytes);
  }

  /** Accounts in the order of their ids, as of one moment. */
  async list(after: string | undefined, options: VerbOptions): Promise<readonly Account[]> {
    const page: Account[] = [];
    const start = after === undefined ? accountKey('') : `${accountKey(checkId('after', after))}\0`;
    for await (const { value } of this.#tikv.scan({ ...options, start, end: accountKey('~'), limit: PAGE })) {
      page.push(decode<Account>(value));
    }
    return page;
  }

  /**
   * Moves money, once for each id of a transfer, however often it is asked for: the record of the transfer is
   * written with the balances, or not at all. So callers who got no answer, or an unknown outcome, ask again.
   */
  async transfer(input: unknown, options: VerbOptions): Promise<Transfer> {
    const given = fields(input);
    const transfer: Transfer = {
      id: checkId('id', given.id),
      from: checkId('from', given.from),
      to: checkId('to', given.to),
      cents: checkCents('cents', given.cents, 1),
    };
    if (transfer.from === transfer.to) throw new BadRequest('from and to are the same account');
    return this.#tikv.transact((txn) => move(txn, transfer), options);
  }
}

async function move(txn: Transaction, transfer: Transfer): Promise<Transfer> {
  const [record, from, to] = await txn.batchGet([
    transferKey(transfer.id),
    accountKey(transfer.from),
    accountKey(transfer.to),
  ]);
  if (record !== undefined) return decode<Transfer>(record);
  if (from === undefined) throw new Refused(`there is no account ${transfer.from}`);
  if (to === undefined) throw new Refused(`there is no account ${transfer.to}`);
  const source = decode<Account>(from);
  const target = decode<Account>(to);
  if (source.balanceCents < transfer.cents)
    throw new Refused(`account ${transfer.from} has not enough money`);
  write(txn, { ...source, balanceCents: source.balanceCents - transfer.cents });
  write(txn, { ...target, balanceCents: target.balanceCents + transfer.cents });
  txn.insert(transferKey(transfer.id), encode(transfer));
  return transfer;
}

function write(txn: Transaction, account: Account): void {
  txn.put(accountKey(account.id), encode(account));
}

function fields(input: unknown): Record<string, unknown> {
  if (typeof input !== 'object' || input === null) throw new BadRequest('the body must be an object');
  return input as Record<string, unknown>;
}

function checkId(name: string, value: unknown): string {
  if (typeof value !== 'string' || !/^[\w-]{1,64}$/.test(value)) {
    throw new BadRequest(`${name} must be 1 to 64 letters, digits, "_" and "-"`);
  }
  return value;
}

function checkCents(name: string, value: unknown, smallest: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < smallest) {
    throw new BadRequest(`${name} must be a whole number, ${smallest} or more`);
  }
  return value as number;
}
