import { beforeEach, describe, expect, it } from 'vitest';
import { TransactionFinishedError, UsageError } from '../../../../src/model/errors.ts';
import { Transaction } from '../../../../src/txn/transaction.ts';
import {
  bytes,
  FakeTransactionEnvironment,
  text,
  ts,
} from '../../../support/fake-transaction-environment.ts';

let environment: FakeTransactionEnvironment;
let transaction: Transaction;

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  transaction = new Transaction(environment, ts(0));
});

function put(...keys: string[]): void {
  for (const key of keys) transaction.put(bytes(key), bytes('v'));
}

/** Keys written, in order. */
async function written(): Promise<string> {
  const range = { start: bytes(''), end: bytes('') };
  const nothing = (async function* () {})();
  const keys: string[] = [];
  for await (const { key } of transaction.scan(nothing, {
    range,
    reverse: false,
    keysOnly: false,
  })) {
    keys.push(text(key));
  }
  return keys.join('');
}

/** A promise that the test ends itself. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

const cause = new Error('of the body');
const fail = () => {
  throw cause;
};

describe('a function with a savepoint', () => {
  it('keeps its writes and gives its result', async () => {
    put('a');
    expect(await transaction.savepoint(() => put('b'))).toBeUndefined();
    expect(await transaction.savepoint(async () => 17)).toBe(17);
    expect(await written()).toBe('ab');
  });

  it('undoes new, overwritten, deleted and inserted keys when it throws, and no others', async () => {
    put('a', 'b');
    transaction.put(bytes('c'), bytes('before'));
    const before = [transaction.length, transaction.sizeBytes, transaction.memoryBytes];
    const body = async () => {
      transaction.put(bytes('c'), bytes('over'));
      transaction.delete(bytes('a'));
      transaction.insert(bytes('d'), bytes('new'));
      await environment.settle();
      throw cause;
    };
    await expect(transaction.savepoint(body)).rejects.toBe(cause);
    expect(await written()).toBe('abc');
    expect(await transaction.get(bytes('c'), fail)).toEqual(bytes('before'));
    expect([transaction.length, transaction.sizeBytes, transaction.memoryBytes]).toEqual(before);
    // An insert that was undone is forgotten: the key may have a value now.
    transaction.put(bytes('d'), bytes('again'));
    transaction.insert(bytes('e'), bytes('v'));
    await transaction.commit(environment.deadline(1000));
    const ops = environment.fake.of('KvPrewrite').flatMap(({ request }) => request.mutations);
    expect(ops.map((op) => `${text(op?.key as Uint8Array)}:${op?.op}`)).toEqual([
      'a:0',
      'b:0',
      'c:0',
      'd:0',
      'e:4',
    ]);
  });

  it('nests: an inner failure that is caught undoes the inner writes only', async () => {
    await transaction.savepoint(async () => {
      put('a');
      await transaction.savepoint(() => put('b'));
      const inner = transaction.savepoint(async () => {
        put('c');
        await transaction.savepoint(() => put('d'));
        fail();
      });
      await expect(inner).rejects.toBe(cause);
      put('e');
    });
    expect(await written()).toBe('abe');
  });

  it('undoes what inner savepoints kept, when it throws', async () => {
    const outer = transaction.savepoint(async () => {
      await transaction.savepoint(() => put('a'));
      transaction.createSavepoint().release();
      transaction.createSavepoint();
      put('b');
      fail();
    });
    await expect(outer).rejects.toBe(cause);
    expect(await written()).toBe('');
  });

  it('run side by side, both are undone with a UsageError, and the transaction is as usable as before', async () => {
    const [first, second] = [gate(), gate()];
    put('a');
    const one = transaction.savepoint(async () => {
      put('b');
      await first.opened;
    });
    const other = transaction.savepoint(async () => {
      put('c');
      await second.opened;
      put('d');
    });
    first.open();
    await expect(one).rejects.toThrow(UsageError);
    expect(await written()).toBe('a');
    second.open();
    await expect(other).rejects.toThrow(UsageError);
    expect(await written()).toBe('a');
    await transaction.savepoint(() => put('e'));
    expect(await written()).toBe('ae');
  });

  it('that throws while one beside it runs undoes both, each with its own reason', async () => {
    const second = gate();
    const one = transaction.savepoint(async () => {
      put('b');
      await Promise.resolve();
      fail();
    });
    const other = transaction.savepoint(async () => {
      put('c');
      await second.opened;
      transaction.createSavepoint();
    });
    await expect(one).rejects.toBe(cause);
    second.open();
    await expect(other).rejects.toThrow(UsageError);
    expect(await written()).toBe('');
  });

  it('that leaves one of its own open is undone with a UsageError', async () => {
    let left = transaction.createSavepoint();
    left.release();
    const body = () => {
      put('a');
      left = transaction.createSavepoint();
    };
    await expect(transaction.savepoint(body)).rejects.toThrow(UsageError);
    expect(() => left.release()).toThrow(UsageError);
    expect(await written()).toBe('');
  });

  it('holds the commit up until it has ended', async () => {
    const body = gate();
    const running = transaction.savepoint(() => body.opened);
    await expect(transaction.commit(environment.deadline(1000))).rejects.toThrow(UsageError);
    body.open();
    await running;
    await expect(transaction.commit(environment.deadline(1000))).resolves.toMatchObject({ protocol: 'none' });
  });

  it('in a transaction that was rolled back meanwhile undoes nothing more', async () => {
    const result = transaction.savepoint(async () => {
      transaction.createSavepoint();
      await transaction.rollback();
      return 1;
    });
    expect(await result).toBe(1);
    const late = transaction.savepoint(() => 2);
    await expect(late).rejects.toThrow(TransactionFinishedError);
  });
});

describe('a savepoint by hand', () => {
  it('is rolled back or released, and closed then', async () => {
    const outer = transaction.createSavepoint();
    put('a');
    const inner = transaction.createSavepoint();
    put('b');
    inner.rollback();
    expect(await written()).toBe('a');
    expect(() => inner.rollback()).toThrow(UsageError);
    expect(() => inner.release()).toThrow(UsageError);
    outer.release();
    expect(await written()).toBe('a');
  });

  it('closed before one opened after it is a UsageError that changes nothing', async () => {
    const outer = transaction.createSavepoint();
    put('a');
    const inner = transaction.createSavepoint();
    put('b');
    expect(() => outer.rollback()).toThrow(UsageError);
    expect(() => outer.release()).toThrow(UsageError);
    expect(await written()).toBe('ab');
    inner.release();
    outer.rollback();
    expect(await written()).toBe('');
  });

  it('is rolled back at the end of its scope unless it was closed, with those inside', async () => {
    {
      using savepoint = transaction.createSavepoint();
      put('a');
      savepoint.release();
    }
    {
      using _ = transaction.createSavepoint();
      put('b');
      transaction.createSavepoint();
    }
    put('c');
    expect(await written()).toBe('ac');
  });

  it('left open is kept by the commit, and has no meaning afterwards', async () => {
    const savepoint = transaction.createSavepoint();
    put('a');
    await transaction.commit(environment.deadline(1000));
    expect(environment.fake.log).toContain('KvPrewrite a');
    expect(() => savepoint.rollback()).toThrow(TransactionFinishedError);
    savepoint[Symbol.dispose]();
  });
});

it('a scan that began before the way back shows the writes as they were when it began', async () => {
  const snapshot = (async function* () {
    yield { key: bytes('b'), value: bytes('v') };
  })();
  const savepoint = transaction.createSavepoint();
  put('a', 'c');
  const range = { start: bytes(''), end: bytes('') };
  const scan = transaction.scan(snapshot, { range, reverse: false, keysOnly: true });
  const seen = [text((await scan.next()).value?.key)];
  savepoint.rollback();
  for await (const { key } of scan) seen.push(text(key));
  expect(seen).toEqual(['a', 'b', 'c']);
  expect(await written()).toBe('');
});
