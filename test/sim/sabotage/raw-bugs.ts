import {
  PartialWriteError,
  type RawClient,
  type RawEntryInput,
  type Tikv,
  UndeterminedError,
  type WritePart,
} from '../../../src/index.ts';
import type { Fields } from '../../../src/testing/index.ts';
import type { Bug } from './bugs.ts';
import { onRequest, onResponse, without } from './changes.ts';
import { failedInstead, overlay } from './client-bugs.ts';

/** Values that expire soon, in half of all writes. */
const EXPIRING: Bug['given'] = { raw: { resend: 0, ttl: 0.5 } };
const LOSING: Bug['given'] = {
  raw: { resend: 0, ttl: 0 },
  nemeses: ['drop-answers', 'crash-store', 'undetermined-result'],
  nemesisIntervalMs: 200,
};
const MOVING: Bug['given'] = {
  raw: { resend: 0, ttl: 0 },
  nemeses: ['transfer-leader', 'split', 'merge', 'epoch-not-match', 'server-busy'],
  nemesisIntervalMs: 100,
};

/** Views of the raw API with some verbs replaced. */
const onRaw = (change: (raw: RawClient) => Partial<RawClient>) => ({
  client: (tikv: Tikv): Tikv => {
    const changed = (raw: RawClient): RawClient =>
      overlay(raw, { ...change(raw), atomic: () => changed(raw.atomic()) });
    return overlay(tikv, { raw: changed(tikv.raw) });
  },
});

/** Batches whose partial failure is told in another way. */
const onParts = (change: (parts: readonly WritePart[]) => readonly WritePart[]) =>
  onRaw((raw) => ({
    batchPut: async (entries, options) => {
      try {
        await raw.batchPut(entries, options);
      } catch (error) {
        throw error instanceof PartialWriteError ? new PartialWriteError(change(error.parts)) : error;
      }
    },
  }));

/** A refusal of a region is an answer like another. */
const refusalIgnored = (rpc: string) =>
  onResponse(rpc, (response) =>
    response.regionError === undefined ? undefined : without(response, 'regionError'),
  );

/** Client bugs of raw writes and reads of several keys, of values that expire, and of what is sent again. */
export const RAW_BUGS: Readonly<Record<string, Bug>> = {
  'a raw batch put takes what a region has refused for done': {
    scenario: 'RAW-11',
    workloads: ['raw-batches'],
    given: MOVING,
    ...refusalIgnored('RawBatchPut'),
  },
  'a raw batch delete takes what a region has refused for done': {
    scenario: 'RAW-12',
    workloads: ['raw-batches'],
    given: MOVING,
    ...refusalIgnored('RawBatchDelete'),
  },
  'a raw deletion by range takes what a region has refused for done': {
    scenario: 'RAW-13',
    workloads: ['raw-ranges'],
    given: MOVING,
    ...refusalIgnored('RawDeleteRange'),
  },
  'a raw batch get takes keys that a region has refused for absent': {
    scenario: 'RAW-8',
    workloads: ['raw-batches'],
    given: MOVING,
    ...refusalIgnored('RawBatchGet'),
  },
  'a partial raw write names the wrong parts': {
    scenario: 'RAW-11',
    workloads: ['raw-batches'],
    ...onParts((parts) =>
      parts.map((part, index) => ({
        ...part,
        outcome: (parts.at(index - 1) as WritePart).outcome,
      })),
    ),
  },
  'a partial raw write tells an unknown part as not done': {
    scenario: 'F16',
    workloads: ['raw-batches'],
    given: LOSING,
    ...onParts((parts) =>
      parts.some(({ outcome }) => outcome === 'done')
        ? parts.map((part) => (part.outcome === 'unknown' ? { ...part, outcome: 'notDone' } : part))
        : parts,
    ),
  },
  'a partial raw write tells of its failures alone': {
    scenario: 'RAW-11',
    workloads: ['raw-batches'],
    ...onParts((parts) => parts.filter(({ outcome }) => outcome !== 'done')),
  },
  'a raw batch put that must not be sent again is': {
    scenario: 'F16',
    workloads: ['raw-batches'],
    given: LOSING,
    ...onRaw((raw) => ({
      batchPut: (entries, options) => raw.batchPut(entries, { ...options, resend: true }),
    })),
  },
  'a raw batch put that was sent again and had no answer is told as a failure': {
    scenario: 'F16',
    workloads: ['raw-batches'],
    given: { ...LOSING, raw: { resend: 1, ttl: 0 } },
    ...onRaw((raw) => ({
      batchPut: async (entries, options) => {
        try {
          await raw.batchPut(entries, options);
        } catch (error) {
          throw error instanceof UndeterminedError ? failedInstead() : error;
        }
      },
    })),
  },
  'of raw entries with the same key the first one counts': {
    scenario: 'RAW-11',
    workloads: ['raw-batches'],
    ...onRaw((raw) => ({
      batchPut: (entries, options) => {
        const first = new Map<unknown, RawEntryInput>();
        for (const entry of entries) if (!first.has(entry.key)) first.set(entry.key, entry);
        return raw.batchPut(
          entries.map(({ key }) => first.get(key) as RawEntryInput),
          options,
        );
      },
    })),
  },
  'a raw batch get gives values in the order of their keys': {
    scenario: 'RAW-8',
    workloads: ['raw-batches'],
    ...onRaw((raw) => ({ batchGet: (keys, options) => raw.batchGet(keys.toSorted(), options) })),
  },
  'the limit of a raw batch scan is one of all ranges together': {
    scenario: 'RAW-15',
    workloads: ['raw-batches'],
    ...onRaw((raw) => ({
      batchScan: async (ranges, options) => {
        let left = options?.limit ?? Number.POSITIVE_INFINITY;
        return (await raw.batchScan(ranges, options)).map((rows) => {
          const given = rows.slice(0, left);
          left -= given.length;
          return given;
        });
      },
    })),
  },
  'a raw deletion by range leaves the first key of each region': {
    scenario: 'RAW-13',
    workloads: ['raw-ranges'],
    ...onRequest('RawDeleteRange', (request) => ({
      ...request,
      startKey: Buffer.concat([request.startKey as Uint8Array, Buffer.of(0)]),
    })),
  },
  'a raw batch gives all its values the time of its first': {
    scenario: 'S119',
    workloads: ['raw-batches'],
    given: EXPIRING,
    ...onRequest('RawBatchPut', (request) => {
      const [first] = (request.ttls ?? []) as readonly bigint[];
      return first === undefined ? undefined : { ...request, ttls: [first] };
    }),
  },
  'a raw value does not expire': {
    scenario: 'S119',
    workloads: ['raw-ranges'],
    given: EXPIRING,
    ...onRequest('RawPut', (request) => ({ ...request, ttl: 0n })),
  },
  'a raw value expires a second too early': {
    scenario: 'S119',
    workloads: ['raw-batches'],
    given: EXPIRING,
    ...onRequest('RawBatchPut', (request) => ({
      ...request,
      ttls: ((request.ttls ?? []) as readonly bigint[]).map((ttl) => (ttl > 1n ? ttl - 1n : ttl)),
    })),
  },
  'a raw value that is put where there is none does not expire': {
    scenario: 'S117',
    workloads: ['raw-batches'],
    given: EXPIRING,
    ...onRequest('RawCompareAndSwap', (request) => ({ ...request, ttl: 0n })),
  },
  'a raw value that expires is told to stay': {
    scenario: 'RAW-10',
    workloads: ['raw-batches'],
    given: EXPIRING,
    ...onResponse('RawGetKeyTTL', (response) => ({ ...response, ttl: 0n }) as Fields),
  },
  'a raw put where something is takes its place': {
    scenario: 'S117',
    workloads: ['raw-batches'],
    ...onRaw((raw) => ({
      putIfAbsent: async (key, value, options) => {
        const found = await raw.putIfAbsent(key, value, options);
        if (!found.swapped) await raw.put(key, value, options);
        return found;
      },
    })),
  },
};
