import { equalBytes } from '../../model/bytes.ts';
import type { ClusterEnvironment } from '../environment.ts';
import { requestKeys } from '../store/request-keys.ts';
import type { FaultHandle, FaultRule } from './fault.ts';
import type { Message, Stage } from './message.ts';

/** A rule at work: counts its hits and holds the messages it paused. */
export class ActiveFault implements FaultHandle {
  readonly rule: FaultRule;
  readonly #environment: ClusterEnvironment;
  readonly #onRemoved: () => void;
  readonly #hitMessages: Message[] = [];
  readonly #waiters: { readonly n: number; readonly resolve: (message: Message) => void }[] = [];
  #paused: (() => void)[] = [];
  #skipped = 0;
  #removed = false;

  constructor(rule: FaultRule, environment: ClusterEnvironment, onRemoved: () => void) {
    this.rule = rule;
    this.#environment = environment;
    this.#onRemoved = onRemoved;
  }

  get hits(): number {
    return this.#hitMessages.length;
  }

  get isDuplicate(): boolean {
    return this.rule.action === 'duplicate';
  }

  /** Whether the rule is for this message at this stage; draws nothing and counts nothing. */
  matches(stage: Stage, message: Message): boolean {
    return !this.isDuplicate && stage === stageOf(this.rule) && this.#isFor(message);
  }

  /** Decides a hit on a matching message, and counts it. */
  takes(message: Message): boolean {
    const { skip = 0, times = 1, probability = 1 } = this.rule;
    if (this.#removed || this.hits >= times || !this.#isFor(message)) return false;
    if (probability < 1 && this.#environment.random() >= probability) return false;
    if (this.#skipped < skip) {
      this.#skipped += 1;
      return false;
    }
    this.#hitMessages.push(message);
    for (const waiter of this.#waiters) if (waiter.n === this.hits) waiter.resolve(message);
    return true;
  }

  /** Settles when the rule releases what it holds. */
  pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#paused.push(resolve);
    });
  }

  release(): void {
    const paused = this.#paused;
    this.#paused = [];
    for (const resume of paused) resume();
  }

  remove(): void {
    this.#removed = true;
    this.#onRemoved();
    this.release();
  }

  waitForHit(n = 1): Promise<Message> {
    const past = this.#hitMessages[n - 1];
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve) => {
      this.#waiters.push({ n, resolve });
    });
  }

  [Symbol.dispose](): void {
    this.remove();
  }

  #isFor(message: Message): boolean {
    const { rpc, store, pd, region, key, when } = this.rule;
    const { target } = message;
    if (rpc !== undefined && (typeof rpc === 'string' ? rpc !== message.rpc : !rpc.includes(message.rpc))) {
      return false;
    }
    if (store !== undefined && !(target.kind === 'store' && target.storeId === BigInt(store))) return false;
    if (pd !== undefined && !(target.kind === 'pd' && target.member === pd)) return false;
    if (region !== undefined && message.regionId !== region) return false;
    if (key !== undefined) {
      const wanted = typeof key === 'string' ? new TextEncoder().encode(key) : key;
      if (!requestKeys(message.rpc, message.request).some((one) => equalBytes(one, wanted))) return false;
    }
    return when === undefined || when(message);
  }
}

function stageOf(rule: FaultRule): Stage {
  if (rule.action === 'dropRequest') return 'received';
  if (rule.action === 'dropResponse') return 'answered';
  if (typeof rule.action === 'object' && 'response' in rule.action) return rule.at ?? 'answered';
  return rule.at ?? 'received';
}
