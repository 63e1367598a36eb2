import { beforeEach, describe, expect, it } from 'vitest';
import { RegionUnavailableError } from '../../../../src/model/errors.ts';
import { Backoffer } from '../../../../src/retry/backoffer.ts';
import { TWO_PHASES } from '../../../../src/txn/commit/choose-protocol.ts';
import type { CommitTask } from '../../../../src/txn/commit/commit-task.ts';
import { mutation } from '../../../../src/txn/commit/mutation.ts';
import { preSplit } from '../../../../src/txn/commit/pre-split.ts';
import { Transaction } from '../../../../src/txn/transaction.ts';
import { bytes, FakeTransactionEnvironment, ts } from '../../../support/fake-transaction-environment.ts';

const KEYS = 100_000;
/** With a key of 8 bytes, so many fill 32 MiB: 93,207 of them. */
const VALUE_BYTES = 352;
const keyOf = (nth: number) => `k${String(nth).padStart(7, '0')}`;

let environment: FakeTransactionEnvironment;
let failures: unknown[];

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  failures = [];
  environment.events = {
    wants: () => true,
    emit: (name, payload) => {
      if (name === 'background.failed') failures.push(payload);
    },
  };
});

/** Commits so many keys, with time passing wherever that waits. */
async function commit(keys: number, valueBytes = VALUE_BYTES): Promise<unknown> {
  const transaction = new Transaction(environment, ts(0), TWO_PHASES);
  const value = new Uint8Array(valueBytes);
  for (let nth = 0; nth < keys; nth++) transaction.put(bytes(keyOf(nth)), value);
  return ended(transaction.commit(environment.deadline(60_000)));
}

/** What comes before the prewrite of so many keys, and nothing of it. */
function splitFor(keys: number, valueBytes = VALUE_BYTES): Promise<unknown> {
  const value = new Uint8Array(valueBytes);
  const mutations = Array.from({ length: keys }, (_, nth) => mutation('put', bytes(keyOf(nth)), value));
  const deadline = environment.deadline(60_000);
  const backoffer = new Backoffer(environment.runtime, { deadline, budgetMs: 80_000 });
  return ended(preSplit({ environment, mutations, deadline } as unknown as CommitTask, backoffer));
}

async function ended(call: Promise<unknown>): Promise<unknown> {
  let isOver = false;
  const verdict = call
    .catch((error: unknown) => error)
    .finally(() => {
      isOver = true;
    });
  while (!isOver) {
    await environment.settle();
    if (!isOver) environment.clock.advance(1000);
  }
  return verdict;
}

const prewritten = () => new Set(environment.fake.of('KvPrewrite').map(({ region }) => region));

describe('GRP-2: the regions that a huge commit would flood', () => {
  it('are split every 32 MiB and scattered before any key is locked', async () => {
    const done: string[] = [];
    environment.splitter = {
      split: async (keys, scatter) => {
        done.push(`split at ${keys.map((key) => Buffer.from(key))}, ${JSON.stringify(scatter)}`);
        environment.fake.splitAt = [keyOf(93_206)];
        return { regionIds: [7n, 8n], notScattered: [] };
      },
      waitForScatter: async (id) => {
        environment.clock.advance(10_000);
        done.push(`wait for ${id} after ${environment.fake.calls.length} requests`);
      },
    };
    expect(await commit(KEYS)).toMatchObject({ protocol: '2pc' });
    expect(done).toEqual([
      `split at ${keyOf(93_206)}, {}`,
      'wait for 7 after 0 requests',
      'wait for 8 after 0 requests',
    ]);
    expect(prewritten().size).toBe(2);
    // CMT-6: their locks live from then on.
    const ttls = environment.fake.of('KvPrewrite').map(({ request }) => Number(request.lockTtl));
    expect(Math.min(...ttls)).toBeGreaterThanOrEqual(40_000);
  });

  it('stay as they are for one key less, for small values, and where no region gets so many', async () => {
    await splitFor(KEYS - 1);
    await splitFor(KEYS, 1);
    environment.fake.splitAt = [keyOf(KEYS / 2)];
    await splitFor(KEYS);
    expect(environment.splits).toEqual([]);
  });

  it('are written as they are when they cannot be split', async () => {
    const error = new RegionUnavailableError('Region unavailable');
    environment.splitter = { ...environment.splitter, split: () => Promise.reject(error) };
    await splitFor(KEYS);
    expect(failures).toEqual([{ work: 'split before a commit', error }]);
  });

  it('are waited for during half of the time that the commit has', async () => {
    const times: number[] = [];
    environment.splitter = {
      split: async (_keys, _scatter, { deadline }) => {
        times.push(deadline.timeoutMs);
        return { regionIds: [7n, 8n], notScattered: [] };
      },
      waitForScatter: async (_, { deadline }) => {
        await new Promise<void>((resolve) => deadline.onEnd(resolve));
        deadline.check('backing off');
      },
    };
    await splitFor(KEYS);
    expect(times).toEqual([30_000]);
    expect(failures).toMatchObject([{ error: { code: 'TIKV_DEADLINE' } }]);
  });
});
