import type { Message } from './message.ts';

/** The messages a cluster saw, oldest first; beyond its capacity the oldest are forgotten. */
export class MessageLog {
  readonly #capacity: number;
  #messages: Message[] = [];
  #lastSequence = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many messages there were in all, forgotten ones included. */
  get total(): number {
    return this.#lastSequence;
  }

  /** Messages of the given RPCs, or all. */
  messages(...rpcs: readonly string[]): readonly Message[] {
    const kept = this.#messages.slice(-this.#capacity);
    return rpcs.length === 0 ? kept : kept.filter((message) => rpcs.includes(message.rpc));
  }

  /** Names of the RPCs, in the order in which they came. */
  rpcs(): readonly string[] {
    return this.messages().map((message) => message.rpc);
  }

  /** Forgets all messages. */
  clear(): void {
    this.#messages = [];
  }

  /** Adds a message that has just come. */
  add(fields: Pick<Message, 'target' | 'rpc' | 'regionId' | 'request'>): Message {
    this.#lastSequence += 1;
    const message: Message = {
      sequence: this.#lastSequence,
      ...fields,
      stages: [],
      response: undefined,
      status: undefined,
      outcome: 'pending',
    };
    if (this.#capacity > 0) {
      this.#messages.push(message);
      if (this.#messages.length >= 2 * this.#capacity) this.#messages = this.#messages.slice(-this.#capacity);
    }
    return message;
  }
}
