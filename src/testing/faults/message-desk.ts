import type { ClusterEnvironment } from '../environment.ts';
import type { Faults } from './faults.ts';
import type { Cut, Message, Reply, Stage } from './message.ts';
import type { MessageLog } from './message-log.ts';

/**
 * Where every message passes: it is logged, meets the faults at its stages, and an unexpected error in its
 * handling poisons the cluster, so that no test can miss it.
 */
export class MessageDesk {
  readonly log: MessageLog;
  readonly #faults: Faults;
  readonly #environment: ClusterEnvironment;
  readonly #poison: (error: unknown) => void;

  constructor(
    log: MessageLog,
    faults: Faults,
    environment: ClusterEnvironment,
    poison: (error: unknown) => void,
  ) {
    this.log = log;
    this.#faults = faults;
    this.#environment = environment;
    this.#poison = poison;
  }

  /** Takes one message from its arrival to its reply; `work` does what it asks. */
  async deliver(
    fields: Pick<Message, 'target' | 'rpc' | 'regionId' | 'request'>,
    work: (message: Message) => Promise<Reply> | Reply,
  ): Promise<Reply> {
    const message = this.log.add(fields);
    const reply = await this.#replyTo(message, work);
    message.outcome = OUTCOMES[reply.kind];
    if (reply.kind === 'answer') message.response = reply.response;
    else if (reply.kind === 'status' || reply.kind === 'break') message.status = reply.status;
    return reply;
  }

  /** Notes that a message has come to a stage, and asks the faults; undefined when there is nothing to await. */
  enter(stage: Stage, message: Message): Promise<Cut | undefined> | undefined {
    message.stages.push({ stage, atMs: this.#environment.clock.now() });
    return this.#faults.at(stage, message);
  }

  async #replyTo(message: Message, work: (message: Message) => Promise<Reply> | Reply): Promise<Reply> {
    const arrival = this.enter('received', message);
    const cut = arrival && (await arrival);
    if (cut !== undefined) return cut.reply;
    const reply = await this.#do(message, work);
    if (!isRefusal(reply) && this.#faults.duplicates(message)) await this.#do(message, work);
    if (reply.kind !== 'answer') return reply;
    message.response = reply.response;
    const departure = this.enter('answered', message);
    const last = departure && (await departure);
    return last?.reply ?? reply;
  }

  async #do(message: Message, work: (message: Message) => Promise<Reply> | Reply): Promise<Reply> {
    try {
      return await work(message);
    } catch (error) {
      this.#poison(error);
      throw error;
    }
  }
}

/** What a server has refused it does not do later: a client takes that for granted. */
function isRefusal(reply: Reply): boolean {
  if (reply.kind !== 'answer') return true;
  const { regionError, error, errors } = reply.response;
  return regionError !== undefined || Boolean(error) || (Array.isArray(errors) && errors.length > 0);
}

const OUTCOMES = {
  answer: 'answered',
  bytes: 'answered',
  status: 'failed',
  break: 'failed',
  lost: 'lost',
} as const satisfies Record<Reply['kind'], Message['outcome']>;
