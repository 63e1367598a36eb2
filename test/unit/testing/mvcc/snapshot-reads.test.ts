import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../../../src/testing/mvcc/messages.ts';
import type { Sabotage } from '../../../../src/testing/mvcc/sabotage.ts';
import { at, bytes, Harness, putRequest, type WritePlan } from './engine-harness.ts';

type Kind = 'twoPhase' | 'async' | 'onePhase';
type Step =
  | { readonly type: 'begin' }
  | { readonly type: 'prewrite'; readonly key: string; readonly kind: Kind }
  | { readonly type: 'read'; readonly key: string }
  | { readonly type: 'apply' | 'lose' | 'commit'; readonly index: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('begin' as const) }),
  fc.record({
    type: fc.constant('prewrite' as const),
    key: fc.constantFrom('a', 'b'),
    kind: fc.constantFrom<Kind>('twoPhase', 'async', 'onePhase'),
  }),
  { weight: 2, arbitrary: fc.record({ type: fc.constant('read' as const), key: fc.constantFrom('a', 'b') }) },
  fc.record({ type: fc.constantFrom('apply', 'apply', 'commit', 'commit', 'lose'), index: fc.nat(3) }),
);

interface Writer {
  readonly key: string;
  readonly startTs: bigint;
  readonly kind: Kind;
  readonly plan: WritePlan;
  readonly minCommitTs: bigint;
}

interface Seen {
  readonly key: string;
  readonly readTs: bigint;
  readonly value: unknown;
}

/** One store, whose writes stand between proposal and apply for as long as the steps say. */
class Interleaving {
  readonly #harness: Harness;
  readonly #proposed: Writer[] = [];
  readonly #prewritten: Writer[] = [];
  readonly #seen: Seen[] = [];
  readonly #begun: bigint[] = [];
  #ts = at(1);

  constructor(sabotage: Sabotage) {
    this.#harness = new Harness({ sabotage, checkInvariants: false });
  }

  run(steps: readonly Step[]): void {
    for (const one of steps) {
      if (one.type === 'begin') this.#begun.push(this.#next());
      else if (one.type === 'prewrite') this.#prewrite(one.key, one.kind);
      else if (one.type === 'read') this.#read(one.key);
      else this.#move(one.type, one.index);
    }
    while (this.#proposed.length > 0) this.#move('apply', 0);
    while (this.#prewritten.length > 0) this.#move('commit', 0);
  }

  /** Reads whose answer is not what the records of now say of their moment. */
  broken(): Seen[] {
    return this.#seen.filter(({ key, readTs, value }) => {
      const records = this.#harness.engine.columns.writes.get(key) ?? [];
      const visible = records.find((record) => record.commitTs <= readTs && record.type === 'Put');
      return visible?.startTs !== value;
    });
  }

  #prewrite(key: string, kind: Kind): void {
    // The latch of a key is held until its write is applied.
    if (this.#proposed.some((writer) => writer.key === key)) return;
    const startTs = this.#begun.shift() ?? this.#next();
    const request = putRequest(key, String(startTs), startTs, {
      useAsyncCommit: kind === 'async',
      tryOnePc: kind === 'onePhase',
    });
    const plan = this.#harness.prepare('KvPrewrite', request);
    if (plan.kind !== 'write') return;
    const minCommitTs = (plan.response.minCommitTs as bigint | undefined) ?? 0n;
    this.#proposed.push({ key, startTs, kind, plan, minCommitTs });
  }

  #read(key: string): void {
    const readTs = this.#next();
    const answer = this.#harness.get(key, readTs);
    if ('error' in answer) return;
    const text = answer.value === undefined ? undefined : Buffer.from(answer.value as Uint8Array).toString();
    this.#seen.push({ key, readTs, value: text === undefined ? undefined : BigInt(text) });
  }

  #move(type: 'apply' | 'lose' | 'commit', index: number): void {
    const from = type === 'commit' ? this.#prewritten : this.#proposed;
    const [writer] = from.splice(index % Math.max(1, from.length), 1);
    if (writer === undefined) return;
    if (type === 'lose') {
      writer.plan.abort();
      return;
    }
    if (type === 'apply') {
      this.#harness.apply(writer.plan);
      if (writer.kind !== 'onePhase') this.#prewritten.push(writer);
      return;
    }
    const commitVersion = writer.kind === 'async' ? writer.minCommitTs : this.#next();
    const { key, startTs } = writer;
    this.#harness.call('KvCommit', { keys: [bytes(key)], startVersion: startTs, commitVersion } as Request);
  }

  #next(): bigint {
    this.#ts += 1n;
    return this.#ts;
  }
}

function brokenReads(steps: readonly Step[], sabotage: Sabotage): Seen[] {
  const interleaving = new Interleaving(sabotage);
  interleaving.run(steps);
  return interleaving.broken();
}

describe('snapshot reads under any interleaving of stages', () => {
  it('never miss a commit at or below their timestamp', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        expect(brokenReads(steps, {})).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  const switches: readonly Sabotage[] = [
    { noMaxTs: true },
    { noMemoryLocks: true },
    { reversedReadOrder: true },
  ];
  it.each(switches)('%j is found out', (sabotage) => {
    const outcome = fc.check(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => brokenReads(steps, sabotage).length === 0),
      { numRuns: 2000, seed: 1 },
    );
    expect(outcome.failed).toBe(true);
  });
});
