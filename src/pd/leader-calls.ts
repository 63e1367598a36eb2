import { PdUnreachableError, TooLargeError } from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import type { Rpc } from '../wire/codec/rpc.ts';
import { askBefore } from './ask.ts';
import { headerRefusal, type PdHeader, type PdRefusal, refusalOf } from './pd-refusal.ts';
import type { PdSession } from './pd-session.ts';

export interface LeaderCallOptions {
  /** Any member may answer the first try. */
  readonly allowFollower?: boolean | undefined;
  /** Whether a refusal means that there is no such thing. */
  readonly meansAbsent?: ((refusal: PdRefusal) => boolean) | undefined;
}

interface Answered<Response> {
  readonly kind: 'answered';
  readonly response: Response;
}

const ALLOW_FOLLOWER = { 'pd-allow-follower-handle': 'true' };

/** Calls to PD's leader, wherever it is. */
export class LeaderCalls {
  readonly #runtime: Pick<Runtime, 'clock' | 'transport'>;
  readonly #session: PdSession;

  constructor(runtime: Pick<Runtime, 'clock' | 'transport'>, session: PdSession) {
    this.#runtime = runtime;
    this.#session = session;
  }

  /**
   * Calls until there is an answer: follows the leader when it moves (at once, the first time), and waits
   * with backoff kind `pdRpc` when it fails. Undefined when a refusal means that there is no such thing.
   *
   * @throws what the backoffer throws when it is used up; ClusterMismatchError, ClosedError, PdError,
   * ProtocolError, and TooLargeError for an answer larger than the client accepts
   */
  async call<Request, Response extends { readonly header?: PdHeader | undefined }>(
    rpc: Rpc<Request, Response>,
    request: Request,
    backoffer: Backoffer,
    options: LeaderCallOptions = {},
  ): Promise<Response | undefined> {
    const session = this.#session;
    let followersTurn = options.allowFollower === true;
    let failedLeader: string | undefined;
    let cause: unknown;
    for (;;) {
      const leader = await this.#leader(backoffer);
      if (failedLeader === leader) {
        await backoffer.sleep('pdRpc', cause);
        failedLeader = undefined;
        continue;
      }
      const address = (followersTurn ? session.anyMember() : undefined) ?? leader;
      const isFollower = address !== leader;
      const outcome = await this.#ask(address, isFollower, rpc, request, backoffer);
      if (outcome.kind === 'answered') return outcome.response;
      if (outcome.error instanceof TooLargeError) throw outcome.error;
      if (isFollower) {
        session.avoid(address);
        followersTurn = false;
        continue;
      }
      if (options.meansAbsent?.(outcome) === true) return undefined;
      if (outcome.kind === 'final') throw outcome.error;
      if (outcome.kind === 'leaderChanged') session.doubt(address);
      if (failedLeader === undefined) {
        failedLeader = address;
        cause = outcome.error;
      } else {
        // The second in a row: two members may each name the other.
        await backoffer.sleep('pdRpc', outcome.error);
        failedLeader = undefined;
      }
    }
  }

  async #leader(backoffer: Backoffer): Promise<string> {
    for (;;) {
      try {
        return await this.#session.leader(backoffer.deadline);
      } catch (error) {
        if (!(error instanceof PdUnreachableError)) throw error;
        await backoffer.sleep('pdRpc', error);
      }
    }
  }

  async #ask<Request, Response extends { readonly header?: PdHeader | undefined }>(
    address: string,
    isFollower: boolean,
    rpc: Rpc<Request, Response>,
    request: Request,
    { deadline }: Backoffer,
  ): Promise<Answered<Response> | PdRefusal> {
    deadline.check('waiting for an answer');
    const { clusterId, timeoutMs } = this.#session;
    const result = await askBefore(deadline, this.#runtime, {
      address,
      rpc,
      request: { ...request, header: { clusterId } },
      timeoutMs,
      metadata: isFollower ? ALLOW_FOLLOWER : undefined,
    });
    if (!result.ok) {
      deadline.check('waiting for an answer');
      return refusalOf(rpc.name, result.error);
    }
    const refusal = headerRefusal(result.response.header, clusterId, address);
    return refusal ?? { kind: 'answered', response: result.response };
  }
}
