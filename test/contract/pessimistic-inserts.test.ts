import { describe, expect } from 'vitest';
import { AlreadyExistsError, AssertionFailedError, type Tikv, WriteConflictError } from '../../src/index.ts';
import { failure, freshPrefix, it, list, put, withCluster } from './support.ts';

const connected = withCluster({ stores: 1 });
const client = (): Tikv => connected().tikv;
const pessimistic = () => client().begin({ mode: 'pessimistic' });

/** What stays in the cluster of keys with this prefix, their prefix left out. */
const left = (prefix: string) => list(client().scan({ prefix }), prefix);

describe('inserts of a pessimistic transaction', () => {
  it('S070 check-not-exists-after-lock: a key that locking found is refused at once, and the transaction goes on', async () => {
    const prefix = freshPrefix();
    await put(client(), { [`${prefix}a`]: 'old' });
    const txn = await pessimistic();
    await txn.lock([`${prefix}a`, `${prefix}b`]);
    txn.insert(`${prefix}b`, 'new');
    expect(() => txn.insert(`${prefix}a`, 'new')).toThrow(AlreadyExistsError);
    await txn.commit();
    expect(await left(prefix)).toEqual(['a=old', 'b=new']);
  });

  it('S019 insert-and-check-not-exists: locked or not, an absent key is written', async () => {
    const prefix = freshPrefix();
    const txn = await pessimistic();
    await txn.lock([`${prefix}a`]);
    await txn.lock([`${prefix}b`], { checkExistence: true });
    for (const name of ['a', 'b', 'c']) txn.insert(prefix + name, 'new');
    await txn.commit();
    expect(await left(prefix)).toEqual(['a=new', 'b=new', 'c=new']);
  });

  it('S070 check-not-exists-after-lock: a key not locked, written by another meanwhile, is a conflict; nothing is half done', async () => {
    const prefix = freshPrefix();
    await using txn = await pessimistic();
    await txn.lock([`${prefix}a`]);
    txn.put(`${prefix}a`, 'mine');
    txn.insert(`${prefix}b`, 'mine');
    await put(client(), { [`${prefix}b`]: 'other' });
    const error = await failure(txn.commit());
    expect(error).toBeInstanceOf(WriteConflictError);
    expect((error as WriteConflictError).reason).toBe('lazyUniquenessCheck');
    expect(await left(prefix)).toEqual(['b=other']);
  });

  it('S017 inserted and deleted again, with no lock: it still must have been absent', async () => {
    const prefix = freshPrefix();
    await put(client(), { [`${prefix}a`]: 'old' });
    for (const name of ['a', 'b']) {
      await using txn = await pessimistic();
      txn.put(`${prefix}c`, 'new');
      txn.insert(prefix + name, 'new');
      txn.delete(prefix + name);
      if (name === 'b') await txn.commit();
      else expect(await failure(txn.commit())).toBeInstanceOf(AlreadyExistsError);
    }
    expect(await left(prefix)).toEqual(['a=old', 'c=new']);
  });
});

describe('assertions of a pessimistic transaction', () => {
  it.each(['off', 'fast', 'strict'] as const)(
    'CMT-3: one that is known to be wrong from locking, level %s',
    async (assertionLevel) => {
      const prefix = freshPrefix();
      await using txn = await client().begin({ mode: 'pessimistic', assertionLevel });
      await txn.lock([`${prefix}a`]);
      txn.put(`${prefix}a`, 'new', { assert: 'exists' });
      const isHeeded = assertionLevel !== 'off';
      if (isHeeded) expect(await failure(txn.commit())).toBeInstanceOf(AssertionFailedError);
      else await txn.commit();
      expect(await left(prefix)).toEqual(isHeeded ? [] : ['a=new']);
    },
  );

  it('one that holds costs nothing and changes nothing', async () => {
    const prefix = freshPrefix();
    await put(client(), { [`${prefix}a`]: 'old' });
    const txn = await pessimistic();
    await txn.lock([`${prefix}a`], { checkExistence: true });
    txn.put(`${prefix}a`, 'new', { assert: 'exists' });
    txn.delete(`${prefix}b`, { assert: 'absent' });
    await txn.commit();
    expect(await left(prefix)).toEqual(['a=new']);
  });
});
