import { PartialWriteError, type RangeInput, type RawClient, type WritePart } from '../../src/index.ts';
import type { CallerWishes } from './caller-wishes.ts';
import type { History, Outcome, RawRecord } from './history.ts';
import type { CallOptions, Lease } from './lease.ts';
import { outcomeOf } from './outcome-of.ts';
import { endRaw, type Moment, newRawRecord, passedBy, type RawScanWish } from './recorded-raw.ts';
import { text } from './recorded-transaction.ts';

/** Who makes the calls. */
interface Caller {
  readonly name: string;
  readonly history: History;
  readonly wishes: CallerWishes;
  lease(): Promise<Lease>;
  /** Gives what was thrown. */
  caught(work: () => Promise<unknown>): Promise<unknown>;
}

export interface RawEntry {
  readonly key: string;
  readonly value: string;
}

/** Which view makes the call. */
interface RawView {
  /** Whether somebody swaps the same keys. Default false. */
  readonly atomic?: boolean;
}

/** Of one key: what is asked for, or what was given. */
type Told = Pick<RawRecord, 'verb' | 'key'> &
  Partial<Pick<RawRecord, 'value' | 'ttlSeconds' | 'found' | 'left'>>;

type WriteOptions = CallOptions & { readonly resend: boolean };

const OUTCOMES: Readonly<Record<WritePart['outcome'], Outcome>> = {
  done: 'ok',
  notDone: 'failed',
  unknown: 'unknown',
};

const viewOf = (raw: RawClient, { atomic = false }: RawView) => (atomic ? raw.atomic() : raw);
const deletionOf = (key: string): Told => ({ verb: 'delete', key });

/**
 * Calls of the raw API, each a record for each key that it is about. Writes may be sent again, and values expire, as their
 * caller wishes. All give whether there was an answer.
 */
export class RawCalls {
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /** One value, or several at once. */
  put(entries: readonly RawEntry[], view: RawView = {}): Promise<boolean> {
    const given = entries.map((entry) => ({ ...entry, ttlSeconds: this.#caller.wishes.rawTtlSeconds() }));
    const writes = given.map((entry): Told => ({ ...entry, verb: 'put' }));
    return this.#write('put', writes, (all, options) => {
      const raw = viewOf(all, view);
      const [first] = given;
      if (first === undefined || given.length > 1) return raw.batchPut(given, options);
      return raw.put(first.key, first.value, { ...options, ttlSeconds: first.ttlSeconds });
    });
  }

  /** One key, or several at once. */
  delete(keys: readonly string[], view: RawView = {}): Promise<boolean> {
    return this.#write('delete', keys.map(deletionOf), (all, options) => {
      const raw = viewOf(all, view);
      const [first] = keys;
      return first === undefined || keys.length > 1
        ? raw.batchDelete(keys, options)
        : raw.delete(first, options);
    });
  }

  /** @param keys all that there may be in the range, in order */
  deleteRange(range: RangeInput, keys: readonly string[]): Promise<boolean> {
    return this.#write('delete range', keys.map(deletionOf), (raw, options) =>
      raw.deleteRange({ ...range, ...options }),
    );
  }

  /** Several keys at once, some of which may be the same. */
  get(keys: readonly string[]): Promise<boolean> {
    return this.#read('batch get', async (raw, options) => {
      const values = await raw.batchGet(keys, options);
      if (values.length !== keys.length) throw new Error(`${keys.length} keys have ${values.length} values`);
      return keys.map((key, index) => ({ verb: 'get', key, found: text(values[index]) }));
    });
  }

  /** Several ranges at once, which may overlap. */
  scan(
    ranges: readonly Pick<RawScanWish, 'keys' | 'end'>[],
    how: Pick<RawScanWish, 'reverse' | 'limit'>,
  ): Promise<boolean> {
    const asked = ranges.map(({ keys, end }) => ({ start: keys[0] as string, end }));
    return this.#read('batch scan', async (raw, options) => {
      const lists = await raw.batchScan(asked, { ...options, ...how, batchSize: 3 });
      if (lists.length !== asked.length) throw new Error(`${asked.length} ranges have ${lists.length} lists`);
      return ranges.flatMap(({ keys }, index) =>
        passedBy({ ...how, keys }, lists[index] ?? []).map(([key, found]): Told => {
          return { verb: 'get', key, found };
        }),
      );
    });
  }

  /** How long a value stays, where stores know it. */
  ttl(key: string): Promise<boolean> {
    if (!this.#caller.wishes.keepsRawTtl()) return this.get([key]);
    return this.#read('ttl', async (raw, options) => [
      { verb: 'ttl', key, left: await raw.ttl(key, options) },
    ]);
  }

  /** Stores a value where there is none. */
  async putIfAbsent({ key, value }: RawEntry): Promise<boolean> {
    const { lease, now } = await this.#begin();
    const ttlSeconds = this.#caller.wishes.rawTtlSeconds();
    const record = { ...newRawRecord(this.#caller.name, 'swap', key, now()), value, ttlSeconds };
    this.#caller.history.raw.push(record);
    const error = await this.#caller.caught(async () => {
      const { previous, swapped } = await lease.call('raw put if absent', (options) =>
        lease.tikv.raw.atomic().putIfAbsent(key, value, { ...options, ttlSeconds }),
      );
      Object.assign(record, { found: text(previous), swapped });
    });
    endRaw(record, outcomeOf(error), now());
    return error === undefined;
  }

  async #begin() {
    const lease = await this.#caller.lease();
    const now = (): Moment => ({ tick: this.#caller.history.tick(), ms: lease.nowMs });
    return { lease, now };
  }

  async #read(
    what: string,
    verb: (raw: RawClient, options: CallOptions) => Promise<readonly Told[]>,
  ): Promise<boolean> {
    const { lease, now } = await this.#begin();
    const { name, history } = this.#caller;
    const began = now();
    const error = await this.#caller.caught(async () => {
      const told = await lease.call(`raw ${what}`, (options) => verb(lease.tikv.raw, options));
      const ended = now();
      for (const one of told) {
        const record = { ...newRawRecord(name, one.verb, one.key, began), ...one };
        endRaw(record, 'ok', ended);
        history.raw.push(record);
      }
    });
    return error === undefined;
  }

  async #write(
    what: string,
    writes: readonly Told[],
    verb: (raw: RawClient, options: WriteOptions) => Promise<void>,
  ): Promise<boolean> {
    const { lease, now } = await this.#begin();
    const { name, history, wishes } = this.#caller;
    const { resend, mayRepeat } = wishes.rawSending();
    const began = now();
    // Of entries with the same key the last one counts.
    const records = new Map(
      writes.map((write, index) => {
        const record = { ...newRawRecord(name, write.verb, write.key, began), ...write, mayRepeat };
        return [write.key, { record, index }] as const;
      }),
    );
    history.raw.push(...[...records.values()].map(({ record }) => record));
    let parts: readonly WritePart[] | undefined;
    const error = await this.#caller.caught(async () => {
      try {
        await lease.call(`raw ${what}`, (options) => verb(lease.tikv.raw, { ...options, resend }));
      } catch (thrown) {
        if (!(thrown instanceof PartialWriteError)) throw thrown;
        parts = thrown.parts;
        checkParts(parts, writes);
      }
    });
    const ended = now();
    for (const { record, index } of records.values()) {
      const part = parts?.find((one) => isIn(one, index, record.key));
      endRaw(record, part === undefined ? outcomeOf(error) : OUTCOMES[part.outcome], ended);
    }
    return error === undefined && parts === undefined;
  }
}

/** @throws when something was in no part, or in two, or when they ended alike */
function checkParts(parts: readonly WritePart[], writes: readonly Told[]): void {
  if (new Set(parts.map(({ outcome }) => outcome)).size < 2)
    throw new Error('a partial write of equal parts');
  for (const [index, { key }] of writes.entries()) {
    const count = parts.filter((part) => isIn(part, index, key)).length;
    if (count !== 1) throw new Error(`${key}, written ${index + 1}th, is in ${count} parts of the write`);
  }
}

function isIn({ indexes, range }: WritePart, index: number, key: string): boolean {
  if (range === undefined) return indexes?.includes(index) === true;
  const [start, end] = [text(range.start) as string, text(range.end) as string];
  return start <= key && (end === '' || key < end);
}
