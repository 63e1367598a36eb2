import { getEventListeners } from 'node:events';
import { connect, type Runtime, type Transport } from '../../../src/index.ts';
import { type SimulatedProcess, Simulation } from '../../../src/testing/index.ts';
import type { Cut, Verb } from './verbs.ts';

/** So many messages have come to the client since the verb began, and so many microtasks have run since the last. */
export interface Moment {
  readonly messages: number;
  readonly microtasks: number;
}

/** How an interrupted verb ended. */
export interface Interrupted {
  /** Undefined: it went well. */
  readonly error: unknown;
  /** Keys with values when all was over and every lock was gone. */
  readonly keys: readonly string[];
  /** Messages that came to the client before it had ended. */
  readonly messages: number;
  /** How long it went on after it was interrupted, in virtual time; undefined where it had ended before. */
  readonly tookMs: number | undefined;
  /** Listeners at the caller's signal a while behind the verb. */
  readonly listeners: number;
  /** Timers and calls of the client after its close. */
  readonly left: number;
}

/** Longer than any deadline of the verbs. */
const LATE_MS = 2 * 60_000;
const EXPIRY_MS = 60_000;
/** A client asks for the time much less often between two things that happen to it. */
const MOST_LOOKS_AT_CLOCK = 20_000;

/** The process of the client. */
const NAME = 'interrupted';

/** What is begun with a millisecond left may just end well. */
const NETWORK = { minLatencyMs: 0.01, meanLatencyMs: 0.02 };

/** Runs a verb alone, on keys of three regions that the client knows, and interrupts it at one moment. */
export async function interrupt(verb: Verb, cut: Cut, moment: Moment | undefined): Promise<Interrupted> {
  await using simulation = await Simulation.start({ seed: 1, cluster: { stores: 2 }, network: NETWORK });
  const { cluster, endpoints } = simulation;
  cluster.split(['h', 'p']);
  return await simulation.run(async () => {
    const controller = new AbortController();
    const nowMs = () => simulation.clock.now();
    let cutMs: number | undefined;
    const process = new InterruptedProcess(simulation, NAME, moment, () => {
      cutMs = nowMs();
      if (cut === 'signal') controller.abort();
      else if (cut === 'late') process.lateMs = LATE_MS;
      else void tikv.close({ drainMs: 0 });
    });
    const tikv = await connect({
      endpoints,
      runtime: process.runtime,
      mixRawAndTransactional: true,
      actors: isOdd(moment) ? 'always' : 'on-demand',
    });
    await tikv.batchGet(['a', 'k', 'z']);
    await verb.given?.(simulation);
    process.begin();
    const error = await verb.run(tikv, { signal: controller.signal }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const { messages } = process;
    const tookMs = cutMs === undefined ? undefined : nowMs() - cutMs;
    process.end();
    // What goes on behind the caller has time to come to something.
    await simulation.sleep(1_000);
    const listeners = getEventListeners(controller.signal, 'abort').length;
    await tikv.close();
    const left = process.pendingTimers + simulation.network.openCalls(NAME);
    return {
      error,
      messages,
      tookMs,
      listeners,
      left,
      keys: await keysLeft(simulation, verb.isRaw === true),
    };
  });
}

/** What readers find who clear away all locks. */
async function keysLeft(simulation: Simulation, isRaw: boolean): Promise<string[]> {
  const { cluster, endpoints } = simulation;
  await using reader = await connect({
    endpoints,
    runtime: simulation.process('reader'),
    mixRawAndTransactional: true,
  });
  cluster.pd.tso.jumpForward(EXPIRY_MS);
  await simulation.sleep(3_000);
  await reader.locks.resolve();
  const keys: string[] = [];
  for await (const { key } of (isRaw ? reader.raw : reader).scan()) keys.push(new TextDecoder().decode(key));
  return keys;
}

/** The process of the client, whose clock may be late, and which counts what comes to it. */
class InterruptedProcess {
  readonly runtime: Runtime;
  lateMs = 0;
  messages = 0;
  readonly #process: SimulatedProcess;
  readonly #moment: Moment | undefined;
  readonly #cut: () => void;
  #isCounting = false;
  #looks = 0;

  constructor(simulation: Simulation, name: string, moment: Moment | undefined, cut: () => void) {
    const process = simulation.process(name);
    const { clock, transport } = process;
    this.#process = process;
    this.#moment = moment;
    this.#cut = cut;
    this.runtime = {
      random: () => process.random(),
      defer: (task) => process.defer(task),
      transport: this.#watched(transport),
      clock: {
        ...clock,
        now: () => {
          if (++this.#looks > MOST_LOOKS_AT_CLOCK) throw new Error('The client goes round and round');
          return clock.now() + this.lateMs;
        },
        setTimeout: (run, timeoutMs) =>
          clock.setTimeout(() => {
            this.#looks = 0;
            run();
          }, timeoutMs),
      },
    };
  }

  get pendingTimers(): number {
    return this.#process.pendingTimers;
  }

  begin(): void {
    this.#isCounting = true;
    if (this.#moment?.messages === 0) after(this.#moment.microtasks, this.#cut);
  }

  end(): void {
    this.#isCounting = false;
  }

  #watched(transport: Transport): Transport {
    return {
      unary: (address, method, request, options, done) =>
        transport.unary(address, method, request, options, (result) => {
          this.#note();
          done(result);
        }),
      stream: (address, method, options, handlers) =>
        transport.stream(address, method, options, {
          onEnd: (failure) => handlers.onEnd(failure),
          onMessage: (message) => {
            this.#note();
            handlers.onMessage(message);
          },
        }),
      closeAddress: (address) => transport.closeAddress(address),
      close: () => transport.close(),
    };
  }

  /** A message comes: the moment may be before it is seen, while it is dealt with, or afterwards. */
  #note(): void {
    this.#looks = 0;
    if (!this.#isCounting) return;
    this.messages++;
    if (this.messages === this.#moment?.messages) after(this.#moment.microtasks, this.#cut);
  }
}

/** Requests are actors from their start at every other moment. */
function isOdd({ messages, microtasks }: Moment = { messages: 0, microtasks: 0 }): boolean {
  return (messages + microtasks) % 2 === 1;
}

function after(microtasks: number, run: () => void): void {
  if (microtasks === 0) run();
  else queueMicrotask(() => after(microtasks - 1, run));
}
