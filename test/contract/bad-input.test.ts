import { describe, expect } from 'vitest';
import {
  connect,
  FutureTimestampError,
  type Tikv,
  TooLargeError,
  type TransactionFinishedError,
  UsageError,
} from '../../src/index.ts';
import { endpointsOf, failure, freshPrefix, it, withCluster } from './support.ts';

const connected = withCluster({ stores: 3 });
const client = (): Tikv => connected().tikv;

/** Everything a caller can be wrong about is for the type checker to forbid: these tests have none. */
// biome-ignore lint/suspicious/noExplicitAny: see above
const wrong = (value: unknown): any => value;

/** Fails with an error of the caller's that tells this, and sends nothing to any store. */
async function refused(
  call: () => unknown,
  told: RegExp,
  kind: typeof UsageError | typeof TooLargeError = UsageError,
): Promise<void> {
  const { cluster } = connected();
  const before = cluster?.log.total;
  const error = await failure((async () => call())());
  expect(error).toBeInstanceOf(kind);
  expect((error as UsageError).message).toMatch(told);
  expect((error as UsageError).retryable).toBe(false);
  expect(cluster?.log.total).toBe(before);
}

const tooLong = new Uint8Array(8192);

describe('keys and values', () => {
  it.each([
    ['empty', '', /must not be empty/],
    ['too long', tooLong, /The key has 8192 bytes, more than the limit of/, TooLargeError],
    ['half a character', '\ud800', /lone surrogate/],
    ['a number', 7, /Uint8Array or a string, not a number/],
    ['null', null, /not null/],
    ['nothing', undefined, /not undefined/],
    ['an array', [1, 2], /not an array/],
    ['16-bit numbers', new Uint16Array(2), /not an object of class Uint16Array/],
    ['an object', {}, /not an object of class Object/],
  ] as const)('a key that is none: %s', async ([, key, told, kind]) => {
    const txn = await client().begin();
    await refused(() => client().get(wrong(key)), told, kind);
    await refused(() => client().batchGet(['a', wrong(key)]), told, kind);
    await refused(() => client().batchGetMap(['a', wrong(key)]), told, kind);
    await refused(() => client().snapshot({ at: 5n }).get(wrong(key)), told, kind);
    await refused(() => txn.get(wrong(key)), told, kind);
    await refused(() => txn.put(wrong(key), 'v'), told, kind);
    await refused(() => txn.insert(wrong(key), 'v'), told, kind);
    await refused(() => txn.delete(wrong(key)), told, kind);
    await txn.rollback();
  });

  it('values that are none', async () => {
    const txn = await client().begin();
    for (const value of ['\udc00', 7, null, undefined, [], {}]) {
      await refused(() => txn.put('k', wrong(value)), /The value/);
      await refused(() => txn.insert('k', wrong(value)), /The value/);
    }
    await txn.rollback();
  });

  it('lists of keys that are none', async () => {
    await refused(() => client().batchGet(wrong('abc')), /keys must be an array, not a string/);
    await refused(() => client().batchGet(wrong(undefined)), /not undefined/);
    await refused(() => client().batchGet(wrong(new Set(['a']))), /not an object of class Set/);
    const holes = Object.assign(new Array(2), { 1: 'a' });
    const txn = await client().begin();
    for (const reader of [client(), client().snapshot(), wrong(txn)]) {
      await refused(() => reader.batchGet(holes), /^batchGet: key 0: The key must be .* not undefined/);
      await refused(() => reader.batchGetMap(wrong('abc')), /^batchGetMap: keys must be an array/);
    }
    await refused(() => txn.batchGetForUpdate(wrong('a')), /^batchGetForUpdate: keys must be an array/);
    await txn.rollback();
  });

  it('S116 oversized, F44: an entry and a transaction above their limits', async () => {
    const endpoints = endpointsOf(connected().url);
    await using small = await connect({ endpoints, maxEntrySizeBytes: 1000, maxTransactionSizeBytes: 3000 });
    await using txn = await small.begin();
    expect(() => txn.put('k', 'x'.repeat(1000))).toThrow(TooLargeError);
    for (const key of ['a', 'b', 'c']) txn.put(key, 'x'.repeat(900));
    expect(() => txn.put('d', 'x'.repeat(900))).toThrow(TooLargeError);
    expect(await failure((async () => txn.put('e', 'x'.repeat(900)))())).toMatchObject({ limitBytes: 3000 });
    expect((await txn.get('a'))?.length).toBe(900);
  });
});

describe('options of verbs', () => {
  it('texts that are no UTF-8, over which servers would break off whole streams', async () => {
    const half = 'orders\ud800';
    await refused(() => client().get('k', { requestSource: { type: half } }), /requestSource must be/);
    await refused(() => client().begin({ resourceGroup: half }), /resourceGroup must be/);
    await refused(
      () => client().admin.setGcBarrier({ id: half, at: 5n, ttlSeconds: 5 }),
      /id must be .* lone surrogates/,
    );
    await refused(() => connect({ endpoints: ['127.0.0.1:1'], keyspace: half }), /keyspace must be a name/);
  });

  it('that are refused do not decide what a client is used for', async () => {
    await using tikv = await connect({ endpoints: endpointsOf(connected().url) });
    await refused(() => tikv.begin({ replicaRead: 'closest' }), /needs to know where this client is/);
    await refused(() => tikv.locks.scan({ start: 'b', end: 'a' }), /start key is after the end key/);
    expect(await tikv.raw.get('raw')).toBeUndefined();
  });

  it('unknown ones, and values they cannot have', async () => {
    await refused(
      () => client().get('k', wrong({ timeout: 5 })),
      /unknown option "timeout"; did you mean timeoutMs\?/,
    );
    await refused(
      () => client().get('k', { timeoutMs: 0 }),
      /timeoutMs must be a whole number above 0 and below 2\^53, not 0/,
    );
    await refused(() => client().get('k', { timeoutMs: 1.5 }), /not 1.5/);
    const inherited = Object.assign(Object.create({ timeoutMs: 'abc' }), { signal: undefined });
    await refused(() => client().get('k', inherited), /timeoutMs must be .* not "abc"/);
    await refused(() => client().get('k', { timeoutMs: Number.NaN }), /not NaN/);
    await refused(() => client().get('k', { timeoutMs: wrong('5s') }), /not "5s"/);
    await refused(() => client().get('k', { signal: wrong({}) }), /must be an AbortSignal/);
    const looksLikeOne = { aborted: false, addEventListener: () => {} };
    await refused(() => client().get('k', { signal: wrong(looksLikeOne) }), /must be an AbortSignal/);
    await refused(() => client().get('k', wrong(5)), /options must be an object, not a number/);
    await refused(() => client().get('k', wrong([])), /options must be an object, not an array/);
    // Forgotten braces, or a forgotten await: nothing of it would be heeded.
    for (const none of [new AbortController().signal, new Map(), Promise.resolve({})]) {
      const told = /options must be an object, not an object of class/;
      await refused(() => client().get('k', wrong(none)), told);
      await refused(() => client().batchGet(['k'], wrong(none)), told);
      await refused(() => client().scan(wrong(none)), told);
    }
    await refused(() => client().begin({ requestSource: wrong(['orders']) }), /requestSource must be/);
    await refused(
      () => client().begin({ requestSource: wrong({ tipe: undefined }) }),
      /requestSource must be/,
    );
    await refused(
      () => client().on(wrong(Object.create(null)), () => {}),
      /on: the event must be a string, not an object/,
    );
    await refused(() => client().begin(wrong({ mode: 'hopeful' })), /mode must be "optimistic"/);
    await refused(() => client().close(wrong({ drain: 5 })), /unknown option "drain"/);
    await refused(() => client().close(wrong({ timeoutMs: 5 })), /unknown option "timeoutMs"/);
    await refused(() => client().snapshot(wrong({ timeoutMs: 5 })), /unknown option "timeoutMs"/);
    await refused(() => client().close({ drainMs: -1 }), /drainMs must be/);
    await refused(() => client().begin(wrong({ pessimistic: true })), /did you mean mode: "pessimistic"\?$/);
    await refused(
      () => client().get('k', wrong({ retries: 3, tries: 3 })),
      /^get: unknown option "retries", "tries"; expected one of timeoutMs, [^;]*$/,
    );
  });

  it('two mistakes are told in one error', async () => {
    const error = await failure(client().get('k', wrong({ timeoutMs: -1, retries: 3 })));
    expect((error as UsageError).problems).toHaveLength(2);
  });

  it('a number where a timestamp is meant, and timestamps that no oracle gives', async () => {
    await refused(
      () => client().snapshot({ at: wrong(Date.now()) }),
      /at must be a timestamp of the cluster/,
    );
    await refused(() => client().snapshot({ at: 0n }), /at must be/);
    await refused(() => client().snapshot({ at: -1n }), /at must be/);
    await refused(() => client().snapshot({ at: 2n ** 64n }), /at must be/);
    await refused(() => client().snapshot({ at: 2n ** 64n - 1n }), /at must be/);
  });

  it.each([
    [
      'reversed',
      { start: 'b', end: 'a' },
      /start key is after the end key; for descending order give reverse: true/,
    ],
    ['prefix and start', { prefix: 'a', start: 'b' }, /either a prefix or start and end/],
    ['limit below 0', { limit: -1 }, /limit must be a whole number, 0 or more/],
    ['half a limit', { limit: 1.5 }, /limit must be/],
    ['pages of nothing', { batchSize: 0 }, /batchSize must be a whole number from 1 to 10240, not 0/],
    ['pages that a message has no number for', { batchSize: 2 ** 32 }, /batchSize must be/],
    ['a text for a flag', { reverse: 'yes' }, /reverse must be true or false/],
    ['a number for a prefix', { prefix: 5 }, /prefix must be a Uint8Array or a string/],
    ['no bytes at all', { maxBytes: 0 }, /maxBytes must be a whole number above 0/],
    ['a token that is none', { after: 'b' }, /after is not the token of a scan/],
    ['a number for a token', { after: 5 }, /after must be the token of a scan/],
    ['a token of the other direction', { after: '-Yg' }, /scan in the other direction/],
    ['a token of another range', { start: 'c', after: '+Yg' }, /scan of another range/],
    ['a token behind the range', { end: 'b', after: '+Yw' }, /scan of another range/],
    ['an unknown option', { startKey: 'a' }, /unknown option "startKey"/],
    ['a text for all of them', 'a', /options must be an object, not a string/],
  ] as const)('a scan that cannot be meant: %s', async ([, options, told]) => {
    const txn = await client().begin();
    await refused(() => client().scan(wrong(options)), told);
    await refused(() => txn.scan(wrong(options)), told);
    await txn.rollback();
  });

  it('reads that cannot be meant', async () => {
    const txn = await client().begin();
    for (const reader of [client(), client().snapshot(), wrong(txn)]) {
      await refused(() => reader.get('k', wrong({ withCommitTs: 1 })), /withCommitTs must be true or false/);
      await refused(
        () => reader.batchGet(['k'], { firstAttemptTimeoutMs: 0 }),
        /firstAttemptTimeoutMs must be/,
      );
      await refused(() => reader.batchGetMap(['k'], wrong({ fast: true })), /unknown option "fast"/);
    }
    await refused(() => txn.get('k', wrong({ isolation: 'readCommitted' })), /unknown option "isolation"/);
    await refused(() => txn.scan(wrong({ sampleStep: 2 })), /unknown option "sampleStep"/);
    await txn.rollback();
    await refused(() => client().scan(wrong({ withCommitTs: true })), /unknown option "withCommitTs"/);
    await refused(() => client().scan({ sampleStep: 0 }), /sampleStep must be/);
    await refused(() => client().scan({ sampleStep: 2 ** 32 }), /sampleStep must be .* to 4294967295/);
    await refused(() => client().scan(wrong({ isolation: 'dirty' })), /isolation must be "snapshot" or/);
    await refused(() => client().batchGet(['k'], wrong({ taskId: 1 })), /taskId must be a bigint above 0/);
    await refused(() => client().get('k', { isolation: 'rcCheckTs' }), /needs a timestamp to check/);
    await refused(
      () =>
        client()
          .snapshot()
          .get('k', wrong({ fillCache: false })),
      /unknown option "fillCache"/,
    );
  });

  it('locks that cannot be meant', async () => {
    const { locks } = client();
    await refused(() => locks.scan({ start: 'b', end: 'a' }), /start key is after the end key/);
    await refused(() => locks.scan(wrong({ maxStartTs: 5 })), /maxStartTs must be a timestamp/);
    await refused(() => locks.resolve(wrong({ force: 'yes' })), /force must be true or false/);
    await refused(() => locks.resolve({ force: true }), /force needs maxStartTs/);
    const maxStartTs = (await client().timestamp()) * 2n;
    expect(await failure(locks.scan({ maxStartTs }).next())).toBeInstanceOf(FutureTimestampError);
    expect(await failure(locks.resolve({ maxStartTs }))).toBeInstanceOf(FutureTimestampError);
    expect(locks.resolving()).toEqual([]);
  });

  it('PES-1 lock calls that cannot be meant; the transaction goes on', async () => {
    const key = freshPrefix();
    const txn = await client().begin({ mode: 'pessimistic' });
    const lock = (options: unknown) => () => txn.lock([key], wrong(options));
    for (const waitMs of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 'nowait', null, 5n]) {
      await refused(lock({ waitMs }), /lock: waitMs must be a whole number, 0 or more .*, or "no-wait"/);
      await refused(() => txn.getForUpdate(key, wrong({ waitMs })), /getForUpdate: waitMs must be/);
      await refused(
        () => txn.batchGetForUpdate([key], wrong({ waitMs })),
        /batchGetForUpdate: waitMs must be/,
      );
    }
    for (const flag of ['returnValues', 'checkExistence', 'lockOnlyIfExists', 'shared']) {
      await refused(lock({ [flag]: 'yes' }), new RegExp(`lock: ${flag} must be true or false, not "yes"`));
      await refused(() => txn.getForUpdate(key, wrong({ [flag]: true })), /unknown option/);
    }
    await refused(
      lock({ noWait: true }),
      /unknown option "noWait"; expected one of timeoutMs, signal, waitMs/,
    );
    await refused(lock({ timeoutMs: 0 }), /timeoutMs must be a whole number above 0/);
    await refused(lock({ timeoutMs: 2 ** 64 }), /timeoutMs must be .* below 2\^53/);
    await refused(lock({ waitMs: 2 ** 64 }), /waitMs must be .* below 2\^53/);
    await refused(lock(true), /options must be an object/);
    await refused(() => txn.lock(wrong(key)), /keys must be an array/);
    await refused(() => txn.lock([wrong(7)]), /not a number/);
    await refused(() => txn.getForUpdate(wrong(undefined)), /not undefined/);
    await refused(lock({ shared: true }), /shared locks need another key/);
    await refused(lock({ shared: true, lockOnlyIfExists: true }), /shared and lockOnlyIfExists exclude/);
    await refused(() => txn.put(key, 'v', wrong({ unchecked: 1 })), /put: unchecked must be true or false/);
    await refused(() => txn.put(key, 'v', { unchecked: true, assert: 'absent' }), /exclude each other/);
    await refused(() => txn.delete(key, { unchecked: true, assert: 'exists' }), /exclude each other/);
    await refused(() => txn.statement(wrong(undefined)), /statement: the body must be a function/);
    await refused(() => txn.statement(() => 1, wrong({ retries: 5 })), /unknown option "retries"/);
    await txn.lock([key], { waitMs: 0 });
    txn.put(key, 'v');
    expect(await txn.commit()).toMatchObject({ protocol: expect.not.stringMatching('none') });
  });

  it('PES-2 options of pessimistic transactions in an optimistic one', async () => {
    const key = freshPrefix();
    await using txn = await client().begin();
    for (const options of [
      { waitMs: 0 },
      { returnValues: true },
      { checkExistence: false },
      { lockOnlyIfExists: true },
      { shared: true },
    ]) {
      await refused(() => txn.lock([key], options), /has no meaning in an optimistic transaction/);
    }
    const error = await failure(txn.lock([key], { waitMs: 5, shared: true }));
    expect((error as UsageError).problems).toHaveLength(2);
    await refused(() => txn.getForUpdate(key, { waitMs: 5 }), /^getForUpdate: waitMs has no meaning/);
    await refused(() => txn.batchGetForUpdate([key], { waitMs: 5 }), /^batchGetForUpdate: waitMs has no/);
    await refused(() => txn.batchGetForUpdate([key, wrong(7)]), /not a number/);
    await refused(() => txn.lock([key, wrong(7)]), /not a number/);
    // None of them is to be checked at commit.
    expect(txn.isReadOnly).toBe(true);
    await refused(() => txn.put(key, 'v', { unchecked: true }), /put: unchecked has no meaning/);
    await refused(() => txn.delete(key, { unchecked: true }), /delete: unchecked has no meaning/);
    await refused(() => txn.statement(() => 1), /statement: an optimistic transaction has none/);
  });

  it('snapshots that cannot be meant', async () => {
    await refused(() => client().snapshot(wrong({ fillCache: 'no' })), /fillCache must be true or false/);
    await refused(() => client().snapshot({ cacheSizeBytes: -1 }), /cacheSizeBytes must be/);
    await refused(
      () => client().snapshot({ isolation: 'readCommitted', cacheSizeBytes: 1 }),
      /"readCommitted" are not cached/,
    );
    await refused(() => client().snapshot().clearCache(wrong('k')), /keys must be an array/);
  });

  it('replicas that cannot be meant', async () => {
    const at = await client().timestamp();
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [{ replicaRead: 'folower' }, /replicaRead must be "leader" or .* or a function .*, not "folower"/],
      [{ replicaRead: 'closest' }, /^snapshot: replicaRead "closest" needs to know where this client is/],
      [{ matchLabels: { zone: 'a' } }, /^snapshot: matchLabels choose among replicas: give replicaRead/],
      [{ matchStores: [1n], replicaRead: 'leader' }, /matchStores choose among replicas/],
      [{ matchLabels: {}, replicaRead: 'mixed' }, /matchLabels must be an object of names and values/],
      [{ matchLabels: { zone: 1 }, replicaRead: 'mixed' }, /matchLabels must be/],
      [{ matchStores: [1], replicaRead: 'mixed' }, /matchStores must be an array of ids of stores/],
      [{ matchStores: [], replicaRead: 'mixed' }, /matchStores must be/],
      [{ busyThresholdMs: 0 }, /busyThresholdMs must be a whole number from 1 to 4294967295/],
      [{ busyThresholdMs: 2 ** 32 }, /busyThresholdMs must be/],
      [{ busyThresholdMs: 9, replicaRead: 'follower' }, /for reads at the leader: .* or replicaRead$/],
      [{ replicaRead: 'closest', matchLabels: { zone: 'b' } }, /"closest" matches the zone of the client/],
      [{ staleRead: true }, /staleRead needs the timestamp to read at: give "at"/],
      [{ staleRead: true, at: 2n ** 64n - 1n }, /at must be a timestamp of the cluster/],
      [{ staleRead: true, at, replicaRead: 'follower' }, /staleRead asks any replica/],
      [{ staleRead: true, at, busyThresholdMs: 9 }, /for reads at the leader: .* or staleRead$/],
      [{ staleRead: true, at, isolation: 'rcCheckTs' }, /staleRead is for isolation "snapshot"/],
    ];
    for (const [options, told] of cases) await refused(() => client().snapshot(wrong(options)), told);
    const stale = wrong({ staleRead: true });
    await refused(() => client().get('k', stale), /staleRead must be left out: it is for tikv.snapshot/);
    await refused(() => client().scan(stale), /staleRead must be left out/);
    await refused(() => client().begin(stale), /unknown option "staleRead"/);
    await refused(() => client().get('k', { matchStores: [1n] }), /^get: matchStores choose among/);
    await refused(() => client().batchGet(['k'], { replicaRead: 'closest' }), /^batchGet: replicaRead/);
    await refused(() => client().begin({ replicaRead: 'closest' }), /^begin: replicaRead "closest"/);
    await refused(() => client().transact(() => 1, { busyThresholdMs: -1 }), /busyThresholdMs must be/);
    for (const chosen of ['near', undefined]) {
      const read = () => client().get('k', { replicaRead: () => wrong(chosen) });
      await refused(read, /replicaRead: the function must return "leader" or/);
    }
    const late = () => client().get('k', { replicaRead: () => wrong(Promise.reject(new Error('late'))) });
    await refused(late, /replicaRead: the function must return a value, not a promise/);
    const failing = () => {
      throw new Error('no idea');
    };
    await refused(
      () => client().get('k', { replicaRead: failing }),
      /replicaRead: the function threw for a request of 1$/,
    );
  });

  it('transact without a function', async () => {
    await refused(
      () => client().transact(wrong(undefined)),
      /transact takes a function, then options, not undefined/,
    );
    await refused(() => client().transact(() => 1, { maxAttempts: 0 }), /maxAttempts must be/);
  });
});

describe('what no number can be made of', () => {
  it('a time that is none, of every verb that gives a promise: told by a rejection', async () => {
    const tikv = client();
    const raw = (await connect(connected().url)).raw;
    for (const timeoutMs of [5n, Symbol('soon'), Object.create(null), {}]) {
      const options = wrong({ timeoutMs });
      const told = /timeoutMs must be a whole number above 0/;
      const txn = await tikv.begin();
      for (const verb of [
        () => tikv.get('k', options),
        () => tikv.timestamp(options),
        () => tikv.begin(options),
        () => raw.get('k', options),
        () => raw.put('k', 'v', options),
        () => raw.delete('k', options),
        () => txn.commit(options),
        () => tikv.transact((own) => own.commit(options), { signal: new AbortController().signal }),
      ]) {
        const promise: Promise<unknown> = verb();
        expect(await failure(promise)).toMatchObject({
          code: 'TIKV_USAGE',
          message: expect.stringMatching(told),
        });
      }
      await txn.rollback();
    }
  });
});

describe('a verb without its object', () => {
  const internal = ['constructor', 'toJSON', 'checkUsable', 'bounded', 'within', 'lockKeys'];
  const direct =
    'scan snapshot on put insert delete clearCache atomic columnFamily createSavepoint resolving'.split(' ');

  /** Every verb that an object has. */
  function verbsOf(object: object): string[] {
    const names: string[] = [];
    for (let at = object; at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
        if (typeof value === 'function' && !internal.includes(name)) names.push(name);
      }
    }
    return names;
  }

  it('says so, whatever it is a verb of: by a rejection where it gives a promise', async () => {
    const { raw, locks, admin } = client();
    const txn = await client().begin({ mode: 'pessimistic' });
    const bulk = await client().beginBulk();
    const objects: object[] = [client(), client().snapshot(), txn, bulk, raw, locks, admin];
    await txn.statement((statement) => {
      objects.push(statement);
    });
    for (const object of objects) {
      const verbs = verbsOf(object);
      expect(verbs.length).toBeGreaterThan(1);
      for (const name of verbs) {
        for (const other of [undefined, {}, new Proxy(object, {})]) {
          const called = () => (object as Record<string, () => unknown>)[name]?.call(wrong(other));
          const isDirect =
            direct.includes(name) && object !== bulk && !(object === raw && /put|delete/.test(name));
          if (isDirect) expect(called, name).toThrow(UsageError);
          else {
            const error = await failure(called() as Promise<unknown>);
            expect(error, name).toBeInstanceOf(UsageError);
            expect((error as UsageError).message).toMatch(`${name}: \`this\` is not a `);
          }
        }
      }
    }
    await bulk.rollback();
    await txn.rollback();
  });
});

describe('connecting', () => {
  const refusedTarget = async (target: unknown, ...told: RegExp[]): Promise<void> => {
    const error = await failure(connect(wrong(target)));
    expect(error).toBeInstanceOf(UsageError);
    for (const each of told) expect((error as UsageError).message).toMatch(each);
  };

  it('URLs and options that are none', async () => {
    await refusedTarget('http://127.0.0.1:2379', /is not a TiKV URL; write tikv:\/\/host:port/);
    await refusedTarget('tikv://', /is not a PD address/);
    await refusedTarget('tikv://host:99999', /is not a PD address/);
    await refusedTarget('tikv://host?timeout=5', /Unknown option "timeout"/);
    await refusedTarget('tikv://host?timeoutMs=soon', /timeoutMs must be a whole number/);
    await refusedTarget('tikv://host?timeoutMs=1&timeoutMs=2', /given twice/);
    await refusedTarget(7, /connect takes a URL as a string, or options .*, not a number/);
    await refusedTarget({}, /endpoints must be a list/);
    await refusedTarget(
      { endpoints: ['a b'], actors: 'never', tls: { cert: 'x' } },
      /PD address/,
      /actors/,
      /tls/,
    );
  });

  it('TLS to a cluster that has none, and files that are not there', async () => {
    const endpoints = endpointsOf(connected().url);
    await refusedTarget({ endpoints, tls: { ca: '/nowhere/ca.pem' } }, /ca\.pem/);
    const error = await failure(connect({ endpoints, tls: {}, timeoutMs: 1000 }));
    expect((error as { code: string }).code).toBe('TIKV_PD_UNREACHABLE');
  });
});

describe('what is over', () => {
  it('a closed client', async () => {
    const tikv = await connect(connected().url);
    const txn = await tikv.begin();
    const snapshot = tikv.snapshot();
    await tikv.close();
    await tikv.close();
    const closed = async (call: () => unknown) => {
      expect(await failure((async () => call())())).toMatchObject({ code: 'TIKV_CLOSED' });
    };
    await closed(() => tikv.get('k'));
    await closed(() => tikv.batchGet(['k']));
    await closed(() => tikv.timestamp());
    await closed(() => tikv.begin());
    await closed(() => tikv.transact(() => 1));
    await closed(() => tikv.scan().next());
    await closed(() => tikv.raw.get('k'));
    await closed(() => snapshot.get('k'));
    await closed(() => txn.get('k'));
    await closed(() => txn.commit());
  });

  it('a finished transaction is said to be what it is', async () => {
    const txn = await client().begin();
    txn.put(freshPrefix(), 'v');
    await txn.commit();
    const error = (await failure(txn.commit())) as TransactionFinishedError;
    expect([error.code, error.message]).toEqual([
      'TIKV_TRANSACTION_FINISHED',
      `Transaction ${txn.startTs} has been committed; begin another`,
    ]);
  });
});
