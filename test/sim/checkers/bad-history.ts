import { History, type Outcome, type Refusal, type Step, type TransactionRecord } from '../history.ts';

/** A transaction of a history made by hand. */
export interface Sketch {
  readonly workload?: string;
  readonly process?: string;
  /** Default: one after another. */
  readonly beganAt?: number;
  readonly endedAt?: number;
  readonly startTs?: bigint;
  readonly commitTs?: bigint;
  readonly outcome?: Outcome;
  readonly protocol?: TransactionRecord['protocol'];
  readonly causal?: boolean;
  readonly committingAt?: number;
  readonly settled?: TransactionRecord['settled'];
  readonly mode?: TransactionRecord['mode'];
  readonly isPicky?: boolean;
  readonly above?: bigint;
  readonly heldUntil?: number;
  readonly error?: string;
  readonly refusal?: Refusal;
  readonly steps: readonly Step[];
}

export const read = (key: string, value: string | undefined): Step => ({ kind: 'read', key, value });

export const write = (key: string, value: string | undefined): Step => ({
  kind: 'write',
  key,
  value,
  insert: false,
});

export const insert = (key: string, value: string): Step => ({ kind: 'write', key, value, insert: true });

/** A history of these transactions. */
export function historyOf(workload: string, sketches: readonly Sketch[]): History {
  const history = new History();
  for (const [id, sketch] of sketches.entries()) {
    const { startTs = BigInt(id * 10 + 1), outcome = 'ok' } = sketch;
    history.transactions.push({
      id,
      process: sketch.process ?? `s${id}`,
      workload: sketch.workload ?? workload,
      startTs,
      beganAt: sketch.beganAt ?? id * 2,
      endedAt: sketch.endedAt ?? id * 2 + 1,
      steps: [...sketch.steps],
      causal: sketch.causal ?? false,
      mode: sketch.mode ?? 'optimistic',
      assertionLevel: 'strict',
      isPicky: sketch.isPicky ?? false,
      above: sketch.above,
      heldUntil: sketch.heldUntil ?? sketch.endedAt ?? id * 2 + 1,
      committingAt: sketch.committingAt ?? sketch.beganAt ?? id * 2,
      outcome,
      commitTs: sketch.commitTs ?? (outcome === 'ok' ? startTs + 5n : undefined),
      protocol: sketch.protocol ?? (outcome === 'ok' ? '2pc' : undefined),
      error: sketch.error,
      refusal: sketch.refusal,
      primary: undefined,
      settled: sketch.settled,
      settledTs: undefined,
    });
  }
  return history;
}
