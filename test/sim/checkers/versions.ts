import type { Cluster } from '../../../src/testing/index.ts';

/** One committed write of a key. A value of undefined is a deletion. */
export interface Version {
  readonly startTs: bigint;
  readonly commitTs: bigint;
  readonly value: string | undefined;
  /** Its place among all changes of the data. */
  readonly nth: number;
}

const decoder = new TextDecoder();
const textOf = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : decoder.decode(bytes));

/** Every version that ever was, oldest first within a key: also what was collected since. */
export class Versions {
  readonly #byKey = new Map<string, Version[]>();
  readonly #byTransaction = new Map<bigint, { readonly key: string; readonly version: Version }[]>();
  readonly #commitTs = new Map<bigint, bigint>();
  /** Of any kind, also those that tell of no value. */
  readonly #records = new Set<string>();

  /** @param journal every change of the data of a cluster */
  constructor(journal: Cluster['journal']) {
    const long = new Map<string, string | undefined>();
    for (const [nth, { change }] of journal.entries()) {
      if (change.column === 'default' && change.value !== undefined) {
        long.set(`${change.startTs}/${change.key}`, textOf(change.value));
      }
      if (change.column !== 'write' || change.record === undefined) continue;
      const { type, startTs, commitTs, shortValue } = change.record;
      this.#records.add(`${change.key}/${commitTs}`);
      if (type !== 'Rollback') this.#commitTs.set(startTs, commitTs);
      if (type !== 'Put' && type !== 'Delete') continue;
      const put = shortValue === undefined ? long.get(`${startTs}/${change.key}`) : textOf(shortValue);
      this.add(change.key, { startTs, commitTs, value: type === 'Put' ? put : undefined, nth });
    }
    for (const list of this.#byKey.values())
      list.sort((one, other) => (one.commitTs < other.commitTs ? -1 : 1));
  }

  /** @internal A record may be written again, with a mark that does not matter here. */
  private add(key: string, version: Version): void {
    const list = this.#byKey.get(key) ?? [];
    if (list.some(({ commitTs }) => commitTs === version.commitTs)) return;
    list.push(version);
    this.#byKey.set(key, list);
    const own = this.#byTransaction.get(version.startTs) ?? [];
    own.push({ key, version });
    this.#byTransaction.set(version.startTs, own);
  }

  get keys(): Iterable<string> {
    return this.#byKey.keys();
  }

  /** Oldest first. */
  of(key: string): readonly Version[] {
    return this.#byKey.get(key) ?? [];
  }

  /** What one transaction committed. */
  by(startTs: bigint): readonly { readonly key: string; readonly version: Version }[] {
    return this.#byTransaction.get(startTs) ?? [];
  }

  /** Start timestamps of all that were committed. */
  get transactions(): Iterable<bigint> {
    return this.#commitTs.keys();
  }

  /** When a transaction was committed, if it was: also one that has only locked. */
  commitTs(startTs: bigint): bigint | undefined {
    return this.#commitTs.get(startTs);
  }

  /** Whether anything was ever noted of a key at a timestamp: also that it was locked, or rolled back. */
  hasRecord(key: string, ts: bigint): boolean {
    return this.#records.has(`${key}/${ts}`);
  }

  /** What was the newest at or below a timestamp at some moment between two, each told by the changes there had been. */
  during(key: string, ts: bigint, before: number, after: number): (string | undefined)[] {
    const seen = this.of(key).filter(({ commitTs, nth }) => commitTs <= ts && nth < after);
    const first = seen.findLastIndex(({ nth }) => nth < before);
    const values = seen.slice(Math.max(first, 0)).map(({ value }) => value);
    return first === -1 ? [undefined, ...values] : values;
  }

  /** The newest version at or below a timestamp, also a deletion. */
  versionAt(key: string, ts: bigint): Version | undefined {
    return this.of(key).findLast(({ commitTs }) => commitTs <= ts);
  }

  /** What a read at a timestamp gives. */
  at(key: string, ts: bigint): string | undefined {
    return this.versionAt(key, ts)?.value;
  }
}
