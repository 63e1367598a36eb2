import { DeadlockDetector } from '../../../src/testing/mvcc/deadlock-detector.ts';
import { KvEngine } from '../../../src/testing/mvcc/engine.ts';
import { LockWaitQueues, type WaiterId, type WakeUps } from '../../../src/testing/mvcc/lock-wait-queues.ts';
import type { Request } from '../../../src/testing/mvcc/messages.ts';
import type { CommandEnvironment, LockWait, Plan } from '../../../src/testing/mvcc/plan.ts';
import type { Sabotage } from '../../../src/testing/mvcc/sabotage.ts';
import { StoreVolatile } from '../../../src/testing/mvcc/store-volatile.ts';
import type { Message } from '../message-form.ts';
import type { Call, ServerKind, Target } from '../target.ts';

const START_MS = 1_700_000_000_000;
/** Timestamps are taken in batches of this many. */
const TSO_STEP = 16n;

/** The engine alone, in this process and in virtual time: no region, no raft, no gRPC. */
export async function openInProcess(kind: ServerKind, sabotage: Sabotage = {}): Promise<Target> {
  const server = new Server(kind, sabotage);
  return {
    tso: async () => server.tso(),
    call: (rpc, request) => server.call(rpc, request as Request),
    sleep: async (timeoutMs) => server.advance(timeoutMs),
    settle: async (call) => {
      server.advanceUntilAnswered(call);
      return await call.answer;
    },
    close: async () => {},
  };
}

interface Pending extends Call {
  finish(response: Message): void;
  isDone(): boolean;
}

/** A store of one region with its waiters and a clock of its own. */
class Server {
  readonly #engine: KvEngine;
  readonly #environment: CommandEnvironment;
  readonly #queues = new LockWaitQueues(new DeadlockDetector());
  readonly #timers: { readonly atMs: number; readonly run: () => void }[] = [];
  readonly #waiting = new Map<WaiterId, Pending>();
  #nowMs = START_MS;
  #lastTso = 0n;
  #messages = 0;

  constructor({ api, inMemory }: ServerKind, sabotage: Sabotage) {
    // Recorded sequences include what a well-behaved client never sends.
    this.#engine = new KvEngine({
      apiVersion: api,
      inMemoryPessimisticLocks: inMemory,
      checkInvariants: false,
      sabotage,
    });
    this.#environment = {
      volatile: new StoreVolatile(),
      range: {},
      tso: () => this.tso(),
      nowMs: () => this.#nowMs,
      maxTsSynced: true,
    };
  }

  tso(): bigint {
    const physical = BigInt(this.#nowMs) << 18n;
    this.#lastTso = this.#lastTso < physical ? physical + TSO_STEP : this.#lastTso + TSO_STEP;
    return this.#lastTso;
  }

  call(rpc: string, request: Request): Pending {
    const pending = this.#newCall();
    const refused = this.#engine.refusal(rpc, request);
    if (refused !== undefined) pending.finish(refused);
    else this.#carryOut(this.#engine.prepare(rpc, request, this.#environment), pending);
    return pending;
  }

  /** Lets time pass, running what falls due in order. */
  advance(timeoutMs: number): void {
    const end = this.#nowMs + timeoutMs;
    for (;;) {
      const next = this.#nextTimer(end);
      if (next === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
    }
    this.#nowMs = end;
  }

  advanceUntilAnswered(call: Call): void {
    while (!(call as Pending).isDone()) {
      const next = this.#nextTimer(Number.POSITIVE_INFINITY);
      if (next === undefined) throw new Error('The call will never be answered');
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
    }
  }

  #carryOut(plan: Plan, pending: Pending, waiter?: WaiterId): void {
    switch (plan.kind) {
      case 'regionError':
        pending.finish({ regionError: plan.regionError });
        break;
      case 'wait':
        this.#wait(plan.wait, pending, waiter);
        break;
      case 'write':
        this.#messages += 1;
        this.#engine.apply(plan.changes, { messageId: String(this.#messages), atMs: this.#nowMs });
        plan.afterApply();
        pending.finish(plan.response);
        this.#wake(this.#queues.release(plan.released));
        this.#wake(this.#queues.acquired(plan.acquired, this.#nowMs));
        break;
      case 'read':
        pending.finish(plan.response);
        this.#wake(this.#queues.acquired(plan.acquired, this.#nowMs));
    }
  }

  #wait(wait: LockWait, pending: Pending, waiter: WaiterId | undefined): void {
    if (waiter !== undefined) {
      this.#waiting.set(waiter, pending);
      this.#wake(this.#queues.waitOn(waiter, wait, this.#nowMs));
      return;
    }
    const entered = this.#queues.enter(wait, this.#nowMs);
    if ('response' in entered) {
      pending.finish(entered.response);
      return;
    }
    this.#waiting.set(entered.id, pending);
    this.#after(wait.waitTimeoutMs, () => this.#timeOut(entered.id));
  }

  #wake(wakeUps: WakeUps): void {
    for (const { id, response } of wakeUps.answered) this.#answer(id, response);
    for (const { id, wait } of wakeUps.resumable) {
      const pending = this.#waiting.get(id);
      if (pending === undefined) continue;
      this.#carryOut(this.#engine.prepareResumed(wait.request, this.#environment), pending, id);
    }
    for (const { key, wakeUp, delayMs } of wakeUps.delayed) {
      this.#after(delayMs, () => this.#wake(this.#queues.wakeOthers(key, wakeUp)));
    }
  }

  #timeOut(id: WaiterId): void {
    const response = this.#queues.timeOut(id, this.#nowMs);
    if (response !== undefined) this.#answer(id, response);
  }

  #answer(id: WaiterId, response: Message): void {
    this.#waiting.get(id)?.finish(response);
    this.#waiting.delete(id);
  }

  #after(delayMs: number, run: () => void): void {
    this.#timers.push({ atMs: this.#nowMs + delayMs, run });
  }

  #nextTimer(end: number): { readonly atMs: number; readonly run: () => void } | undefined {
    const due = this.#timers.filter((timer) => timer.atMs <= end);
    const next = due.reduce<(typeof due)[number] | undefined>(
      (first, timer) => (first === undefined || timer.atMs < first.atMs ? timer : first),
      undefined,
    );
    if (next !== undefined) this.#timers.splice(this.#timers.indexOf(next), 1);
    return next;
  }

  #newCall(): Pending {
    const sentMs = this.#nowMs;
    let doneMs: number | undefined;
    let resolve = (_response: Message): void => {};
    const answer = new Promise<Message>((settle) => {
      resolve = settle;
    });
    return {
      answer,
      elapsedMs: () => (doneMs ?? this.#nowMs) - sentMs,
      isDone: () => doneMs !== undefined,
      finish: (response) => {
        doneMs = this.#nowMs;
        resolve(response);
      },
    };
  }
}
