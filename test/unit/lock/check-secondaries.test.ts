import { describe, expect, it } from 'vitest';
import { checkSecondaries } from '../../../src/lock/check-secondaries.ts';
import { ProtocolError } from '../../../src/model/errors.ts';
import { answers, FakeLockEnvironment, lockInfo, ts } from '../../support/fake-lock-environment.ts';
import { bytes, type Reply } from '../../support/fake-region-servers.ts';

/* Secondaries `a` and `b` lie in one region, `y` in another. */

const primary = lockInfo('p', {
  useAsyncCommit: true,
  minCommitTs: ts(10),
  secondaries: ['a', 'b', 'y'].map(bytes),
});
const locked = (key: string, minCommitMs: number) =>
  lockInfo(key, { useAsyncCommit: true, minCommitTs: ts(minCommitMs) });
const committed = (commitTs: bigint) => ({
  type: 'secondaries.decided',
  fate: { kind: 'committed', commitTs },
});
const rolledBack = { type: 'secondaries.decided', fate: { kind: 'rolledBack' } };

const BOTH = answers.secondaries({ locks: [locked('a', 20), locked('b', 40)] });
const ONE = answers.secondaries({ locks: [locked('y', 30)] });

function check(replies: readonly Reply[], lock = primary, environment = new FakeLockEnvironment(REGIONS)) {
  environment.servers.rpc.script = [...replies];
  return checkSecondaries(environment, lock, environment.servers.backoffer());
}

const REGIONS = {
  regions: [
    { id: 1n, start: '', end: 'm' },
    { id: 2n, start: 'm', end: '' },
  ],
};

describe('checkSecondaries', () => {
  it('S037 async-resolve-all-locked: committed at the largest min_commit_ts, of whichever key', async () => {
    expect(await check([BOTH, ONE])).toEqual(committed(ts(40)));
    expect(await check([BOTH, answers.secondaries({ locks: [locked('y', 50)] })])).toEqual(committed(ts(50)));
    expect(await check([BOTH, ONE], { ...primary, minCommitTs: ts(60) })).toEqual(committed(ts(60)));
  });

  it('asks each region for its own keys', async () => {
    const environment = new FakeLockEnvironment(REGIONS);
    await check([BOTH, ONE], primary, environment);
    expect(environment.sent).toEqual([
      ['KvCheckSecondaryLocks', { keys: ['a', 'b'].map(bytes), startVersion: ts(0) }],
      ['KvCheckSecondaryLocks', { keys: ['y'].map(bytes), startVersion: ts(0) }],
    ]);
  });

  it('F38: a lock told twice, or on a foreign key, commits nothing', async () => {
    const twice = answers.secondaries({ locks: [locked('a', 20), locked('a', 20)] });
    await expect(check([twice, ONE])).rejects.toThrow(ProtocolError);
    const foreign = answers.secondaries({ locks: [locked('a', 20), locked('c', 20)] });
    await expect(check([foreign, ONE])).rejects.toThrow(ProtocolError);
  });

  it('a primary without secondaries is committed by its own lock', async () => {
    const environment = new FakeLockEnvironment();
    expect(await check([], { ...primary, secondaries: [] }, environment)).toEqual(committed(ts(10)));
    expect(environment.sent).toEqual([]);
  });

  it('a commit at the start of the transaction, or at none, is no commit', async () => {
    for (const minCommitTs of [0n, ts(0)]) {
      await expect(check([], { ...primary, secondaries: [], minCommitTs })).rejects.toThrow(ProtocolError);
    }
  });

  it('S038 async-resolve-one-missing: rolled back, in whichever order regions answer', async () => {
    const missing = answers.secondaries();
    expect(await check([missing, ONE])).toEqual(rolledBack);
    expect(await check([BOTH, missing])).toEqual(rolledBack);
    expect(await check([answers.secondaries({ locks: [locked('a', 20)] }), ONE])).toEqual(rolledBack);
  });

  it('S039 async-resolve-one-committed: everything commits where one has', async () => {
    const done = answers.secondaries({ commitTs: ts(70) });
    expect(await check([done, ONE])).toEqual(committed(ts(70)));
    expect(await check([BOTH, done])).toEqual(committed(ts(70)));
    expect(await check([done, done])).toEqual(committed(ts(70)));
  });

  it.each([
    ['two commit timestamps', [70, 71]],
    ['committed and rolled back', [70, undefined]],
    ['rolled back and committed', [undefined, 70]],
  ])('S039 async-resolve-one-committed: %s contradict each other', async (_, told) => {
    const replies = told.map((ms) => answers.secondaries(ms === undefined ? {} : { commitTs: ts(ms) }));
    await expect(check(replies)).rejects.toBeInstanceOf(ProtocolError);
  });

  it('S039 async-resolve-one-committed: a commit below what the primary promised to readers', async () => {
    await expect(check([answers.secondaries({ commitTs: ts(9) }), ONE])).rejects.toBeInstanceOf(
      ProtocolError,
    );
  });

  it('S039 async-resolve-one-committed: nor below what another secondary promised, in whichever order told', async () => {
    const below = answers.secondaries({ commitTs: ts(29) });
    const atLeast = answers.secondaries({ commitTs: ts(30) });
    expect(await check([atLeast, ONE])).toEqual(committed(ts(30)));
    await expect(check([below, ONE])).rejects.toBeInstanceOf(ProtocolError);
    await expect(check([BOTH, atLeast])).rejects.toBeInstanceOf(ProtocolError);
  });

  it('S040 async-resolve-nonasync-lock-found: asked again for two phases, unless a missing lock decides', async () => {
    const plain = answers.secondaries({ locks: [lockInfo('y')] });
    expect(await check([BOTH, plain])).toEqual({ type: 'secondaries.notAsyncCommit' });
    expect(await check([answers.secondaries(), plain])).toEqual(rolledBack);
    expect(await check([answers.secondaries({ commitTs: ts(70) }), plain])).toEqual(committed(ts(70)));
  });

  it('refuses locks of another transaction, key errors and what cannot be read', async () => {
    const foreign = answers.secondaries({ locks: [lockInfo('y', { lockVersion: ts(1) })] });
    const error = answers.secondaries({ error: answers.error({ abort: 'stopped' }) });
    for (const reply of [foreign, error, { malformed: 'no message' }]) {
      await expect(check([BOTH, reply])).rejects.toBeInstanceOf(ProtocolError);
    }
  });
});
