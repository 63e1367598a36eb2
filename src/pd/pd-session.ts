import type { Actor } from 'xstate';
import { type PdMembers, type PdSessionInput, pdSessionChart } from '../../machines/pd-session.ts';
import type { ActorRoot } from '../actor/actor-root.ts';
import { compiledOnUse } from '../actor/compiled-on-use.ts';
import { ClosedError, type TikvError } from '../model/errors.ts';
import { INSPECTED, type Inspected } from '../model/inspected.ts';
import type { Runtime } from '../model/runtime.ts';
import type { Deadline } from '../retry/deadline.ts';
import { RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import { discover } from './discover.ts';

export interface PdSessionOptions {
  /** `host:port` of one or more members; the others are learnt from them. */
  readonly endpoints: readonly string[];
  /** For one request to one member, in milliseconds. Default 3000. */
  readonly timeoutMs?: number | undefined;
  /** Whether connections are encrypted: members may have a URL for each case. Default false. */
  readonly isSecure?: boolean | undefined;
}

const ELECTION_POLL_MS = 100;
const REFRESH_INTERVAL_MS = 60_000;
const AVOID_FOLLOWER_MS = 10_000;

interface Caller {
  resolve(leader: string): void;
  reject(error: TikvError): void;
}

/** Knows PD's members, follows its leader and holds the cluster's id. */
export class PdSession implements Inspected {
  readonly timeoutMs: number;
  readonly #runtime: Runtime;
  readonly #endpoints: readonly string[];
  readonly #isSecure: boolean;
  readonly #actor: Actor<ReturnType<typeof pdSessionChart>>;
  readonly #callers = new Set<Caller>();
  readonly #listeners = new Set<(leader: string) => void>();
  readonly #avoidedUntilMs = new Map<string, number>();
  #members: PdMembers | undefined;
  #known: readonly string[];
  #announced: string | undefined;
  #clusterId = 0n;
  #ended: TikvError | undefined;
  #stopDiscovery = () => {};

  constructor(runtime: Runtime, root: ActorRoot, options: PdSessionOptions) {
    this.#runtime = runtime;
    this.#endpoints = options.endpoints;
    this.#isSecure = options.isSecure ?? false;
    this.#known = [...new Set(options.endpoints)];
    this.timeoutMs = options.timeoutMs ?? RPC_TIMEOUT_MS.pd;
    this.#actor = root.start(pdSessionLogic(), { id: 'pdSession', input: { session: this } });
  }

  /** @internal For the local inspector. */
  [INSPECTED](): Readonly<Record<string, unknown>> {
    return { endpoints: this.#endpoints, clusterId: this.#clusterId, ...this.#members };
  }

  /** 0n before a member has answered. */
  get clusterId(): bigint {
    return this.#clusterId;
  }

  /**
   * The leader's address, as soon as one is known.
   *
   * @throws PdUnreachableError naming every endpoint with its reason; TooLargeError when PD's answer is
   * larger than the client accepts; ClusterMismatchError and ClosedError, from then on always; and what the
   * deadline says when it ends
   */
  leader(deadline?: Deadline): Promise<string> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (this.#members !== undefined) return Promise.resolve(this.#members.leader);
    return new Promise((resolve, reject) => {
      const ended = deadline?.error('connecting');
      if (ended !== undefined) {
        reject(ended);
        return;
      }
      const off = deadline?.onEnd(() => {
        this.#callers.delete(caller);
        reject(deadline.error('connecting'));
      });
      const caller: Caller = {
        resolve: (leader) => {
          off?.();
          resolve(leader);
        },
        reject: (error) => {
          off?.();
          reject(error);
        },
      };
      this.#callers.add(caller);
      this.#actor.send({ type: 'leader.wanted' });
    });
  }

  /** A call to this address failed in a way that makes its leadership doubtful. */
  doubt(address: string): void {
    if (address === this.#members?.leader) this.#actor.send({ type: 'leader.doubted' });
  }

  /** A member that may answer in the leader's place, leader included; undefined while none is known. */
  anyMember(): string | undefined {
    if (this.#members === undefined) return undefined;
    const nowMs = this.#runtime.clock.now();
    const usable = [this.#members.leader, ...this.#members.followers].filter(
      (address) => (this.#avoidedUntilMs.get(address) ?? 0) <= nowMs,
    );
    return usable[Math.floor(this.#runtime.random() * usable.length)];
  }

  /** `anyMember` leaves this one out for a while (parity row PD-8). */
  avoid(address: string): void {
    this.#avoidedUntilMs.set(address, this.#runtime.clock.now() + AVOID_FOLLOWER_MS);
  }

  /** Calls the listener with each new leader's address. The function returned takes it back. */
  onLeader(listener: (leader: string) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    if (this.#ended === undefined) this.#actor.send({ type: 'session.closed', error: new ClosedError() });
  }

  /** @internal Action of the chart. */
  askMembers(): void {
    this.#stopDiscovery();
    this.#stopDiscovery = discover(
      this.#runtime,
      {
        endpoints: this.#known,
        clusterId: this.#clusterId,
        timeoutMs: this.timeoutMs,
        isSecure: this.#isSecure,
        electionPollMs: ELECTION_POLL_MS,
      },
      {
        onFound: (members, clusterId) => {
          this.#clusterId = clusterId;
          this.#actor.send({ type: 'members.found', members });
        },
        onLeaderless: (error) => this.#actor.send({ type: 'members.leaderless', error }),
        onUnreachable: (error) => this.#actor.send({ type: 'members.unreachable', error }),
        onMismatch: (error) => this.#actor.send({ type: 'cluster.mismatched', error }),
      },
    );
  }

  /** @internal Action of the chart. */
  announceLeader(members: PdMembers): void {
    this.#members = members;
    this.#known = [...new Set([members.leader, ...members.followers, ...this.#endpoints])];
    for (const caller of this.#takeCallers()) caller.resolve(members.leader);
    if (members.leader === this.#announced) return;
    this.#announced = members.leader;
    for (const listener of this.#listeners) listener(members.leader);
  }

  /** @internal Action of the chart. */
  withdrawLeader(): void {
    this.#members = undefined;
  }

  /** @internal Action of the chart. */
  refuseCallers(error: TikvError): void {
    for (const caller of this.#takeCallers()) caller.reject(error);
  }

  /** @internal Action of the chart. */
  end(error: TikvError): void {
    this.#ended = error;
    this.#members = undefined;
    this.#stopDiscovery();
    this.refuseCallers(error);
  }

  #takeCallers(): readonly Caller[] {
    const callers = [...this.#callers];
    this.#callers.clear();
    return callers;
  }
}

const sessionOf = ({ session }: PdSessionInput) => session as PdSession;

const pdSessionLogic = compiledOnUse(pdSessionChart, {
  actions: {
    askMembers: ({ context }) => sessionOf(context).askMembers(),
    announceLeader: ({ context }, { members }) => sessionOf(context).announceLeader(members),
    withdrawLeader: ({ context }) => sessionOf(context).withdrawLeader(),
    refuseCallers: ({ context }, { error }) => sessionOf(context).refuseCallers(error),
    endSession: ({ context }, { error }) => sessionOf(context).end(error),
  },
  delays: { electionPoll: ELECTION_POLL_MS, refreshInterval: REFRESH_INTERVAL_MS },
});
