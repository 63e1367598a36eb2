import { beforeEach, describe, expect, it } from 'vitest';
import {
  PartialSplitError,
  PdError,
  PdUnreachableError,
  ProtocolError,
  RegionError,
  type TikvError,
} from '../../../src/model/errors.ts';
import type { PdScheduling } from '../../../src/pd/pd-scheduling.ts';
import { RegionSplitter } from '../../../src/region/region-splitter.ts';
import type { RegionCall, RegionResult } from '../../../src/region/request/region-call.ts';
import type { RegionClient } from '../../../src/region/request/region-client.ts';
import { BACKOFF_BUDGET_MS, splitBudgetMs } from '../../../src/retry/backoff-kinds.ts';
import { Backoffer } from '../../../src/retry/backoffer.ts';
import { bytes, FakeTransactionEnvironment, text } from '../../support/fake-transaction-environment.ts';

/*
 * Splits over a region layer and a PD that are scripted: what is asked of both, and what the caller hears. A region is
 * cut as TiKV cuts it: the last part keeps its id.
 */

type Split = RegionCall<{ readonly splitKeys: readonly Uint8Array[]; readonly isRawKv: boolean }, unknown>;

let environment: FakeTransactionEnvironment;
let splitter: RegionSplitter;
/** What was asked of stores and of PD. */
let asked: string[];
/** What comes of the next requests; afterwards all are done. */
let results: ((call: Split) => RegionResult<unknown>)[];
let scatters: (boolean | TikvError)[];
let nextId: bigint;

const done = (ids: readonly bigint[], { region }: Split): RegionResult<unknown> => ({
  kind: 'succeeded',
  response: { regions: ids.map((id) => ({ id })) },
  region,
  lost: undefined,
  attempts: 1,
});
const split = (call: Split) => done([...call.request.splitKeys.map(() => nextId++), call.region.id], call);
const failed = (error: TikvError) => (): RegionResult<unknown> => ({
  kind: 'failed',
  error,
  lost: undefined,
  attempts: 1,
});
const moved = (): RegionResult<unknown> => ({
  kind: 'moved',
  cause: new RegionError('epochNotMatch', 'The region was split'),
  lost: undefined,
  attempts: 1,
});

beforeEach(() => {
  environment = new FakeTransactionEnvironment();
  asked = [];
  results = [];
  scatters = [];
  nextId = 100n;
  const regions = {
    cache: environment.fake.cache,
    send: async (call: Split) => {
      const { region } = call;
      asked.push(`split ${region.id} at ${call.request.splitKeys.map(text)}`);
      region.invalidate = () => asked.push(`forget ${region.id}`);
      return (results.shift() ?? split)(call);
    },
  };
  const scheduling = {
    scatter: async (id: bigint, group: string | undefined) => {
      asked.push(`scatter ${id} in ${group}`);
      const next = scatters.shift() ?? true;
      if (typeof next !== 'boolean') throw next;
      return next;
    },
    isScattering: async (id: bigint) => {
      asked.push(`is scattering ${id}`);
      return scatters.shift() === true;
    },
  };
  splitter = new RegionSplitter(regions as unknown as RegionClient, scheduling as unknown as PdScheduling);
});

/** What a call comes to, with time passing wherever it waits. */
async function outcome(call: Promise<unknown>): Promise<unknown> {
  let isOver = false;
  const verdict = call
    .catch((error: unknown) => error)
    .finally(() => {
      isOver = true;
    });
  while (!isOver) {
    await environment.settle();
    if (!isOver) environment.clock.advance(100);
  }
  return verdict;
}

const splitAt = (
  keys: readonly string[],
  scatter?: { readonly group: string | undefined },
  budgetMs = 240_000,
) =>
  outcome(
    splitter.split(
      keys.map(bytes),
      scatter,
      new Backoffer(environment.runtime, { deadline: environment.deadline(600_000), budgetMs }),
    ),
  );

describe('KVS-5: splitting regions', () => {
  it('one request for each region, with its keys in order and once; the part that keeps its id is not told', async () => {
    environment.fake.splitAt = ['m'];
    expect(await splitAt(['x', 'b', 'n', 'b'])).toEqual({ regionIds: [100n, 101n, 102n], notScattered: [] });
    expect(asked).toEqual(['split 1 at b', 'split 2 at n,x', 'forget 1', 'forget 2']);
  });

  it('nothing is asked for where regions begin already', async () => {
    environment.fake.splitAt = ['m'];
    expect(await splitAt(['m'])).toEqual({ regionIds: [], notScattered: [] });
    expect(await splitAt([])).toEqual({ regionIds: [], notScattered: [] });
    expect(asked).toEqual([]);
  });

  it('at most 2048 keys in one request', async () => {
    const sizes: number[] = [];
    results = [0, 1].map(() => (call) => {
      sizes.push(call.request.splitKeys.length);
      return split(call);
    });
    const keys = Array.from({ length: 2049 }, (_, nth) => `k${nth}`);
    expect(await splitAt(keys)).toMatchObject({ regionIds: { length: 2049 } });
    expect(sizes).toEqual([2048, 1]);
  });

  it('a region that moved is looked up again, and a key that has become a border is passed over', async () => {
    results = [
      () => {
        environment.fake.splitAt = ['b'];
        return moved();
      },
    ];
    expect(await splitAt(['b', 'c'])).toEqual({ regionIds: [100n], notScattered: [] });
    expect(asked).toEqual(['split 1 at b,c', 'split 2 at c', 'forget 2']);
  });

  it('what is new when others fail is told', async () => {
    environment.fake.splitAt = ['m'];
    const cause = new RegionError('diskFull', 'No space left');
    results = [split, failed(cause)];
    const error = await splitAt(['b', 'n']);
    expect(error).toBeInstanceOf(PartialSplitError);
    expect(error).toMatchObject({ regionIds: [100n], cause, retryable: true });
  });

  it('what is new and not scattered is told when others fail', async () => {
    environment.fake.splitAt = ['m'];
    const cause = new RegionError('diskFull', 'No space left');
    const error = new PdError('No scattering today', { retryable: false });
    results = [split, failed(cause)];
    scatters = [error];
    const end = await splitAt(['b', 'n'], { group: undefined });
    expect(end).toMatchObject({ regionIds: [100n], cause, notScattered: [{ regionId: 100n, error }] });
  });

  it('the failure itself when nothing is new', async () => {
    const cause = new RegionError('diskFull', 'No space left');
    results = [failed(cause)];
    expect(await splitAt(['b'])).toBe(cause);
  });

  it('a region without an id is none', async () => {
    results = [(call) => done([0n, 1n], call)];
    expect(await splitAt(['b'])).toBeInstanceOf(ProtocolError);
  });

  it('BO-42: the time for retries grows with the keys, and is bounded', () => {
    expect([1, 2, 6, 1000].map(splitBudgetMs)).toEqual([40_000, 80_000, 240_000, 240_000]);
  });
});

describe('PDR-5: scattering new regions', () => {
  it('each of them is given to PD, by its group', async () => {
    await splitAt(['b', 'c'], { group: 'orders' });
    expect(asked.slice(2)).toEqual(['scatter 100 in orders', 'scatter 101 in orders']);
  });

  it('one that PD does not know yet is asked for again', async () => {
    scatters = [false, false];
    expect(await splitAt(['b'], { group: undefined })).toEqual({ regionIds: [100n], notScattered: [] });
    expect(asked.filter((one) => one.startsWith('scatter'))).toHaveLength(3);
  });

  it('one that PD cannot move is told, and the next is scattered', async () => {
    scatters = [false, false, false];
    expect(await splitAt(['b', 'c'], { group: undefined })).toMatchObject({
      regionIds: [100n, 101n],
      notScattered: [{ regionId: 100n, error: { code: 'TIKV_PD' } }],
    });
    expect(asked.at(-1)).toBe('scatter 101 in undefined');
  });

  it('when PD cannot be reached the others are not tried', async () => {
    const error = new PdUnreachableError('PD did not answer');
    scatters = [error];
    expect(await splitAt(['b', 'c'], { group: undefined })).toEqual({
      regionIds: [100n, 101n],
      notScattered: [
        { regionId: 100n, error },
        { regionId: 101n, error },
      ],
    });
    expect(asked.at(-1)).toBe('scatter 100 in undefined');
  });
});

describe('KVS-6: waiting for a scatter', () => {
  const wait = (budgetMs: number = BACKOFF_BUDGET_MS.waitForScatter) =>
    outcome(
      splitter.waitForScatter(
        7n,
        new Backoffer(environment.runtime, { deadline: environment.deadline(600_000), budgetMs }),
      ),
    );

  it('PD is asked until it is done', async () => {
    scatters = [true, true, false];
    expect(await wait()).toBeUndefined();
    expect(asked).toEqual(['is scattering 7', 'is scattering 7', 'is scattering 7']);
  });

  it('BO-43: not for ever', async () => {
    scatters = Array.from({ length: 1000 }, () => true);
    expect(await wait()).toMatchObject({ code: 'TIKV_REGION_UNAVAILABLE', cause: { code: 'TIKV_PD' } });
    expect(environment.clock.now()).toBeGreaterThanOrEqual(240_000);
  });
});
