import type { PdMembers } from '../../machines/pd-session.ts';
import {
  ClusterMismatchError,
  NetworkError,
  PdError,
  PdUnreachableError,
  ProtocolError,
  type TikvError,
  TooLargeError,
} from '../model/errors.ts';
import type { Runtime } from '../model/runtime.ts';
import { answerTooLarge } from '../wire/answer-too-large.ts';
import type { pdpb } from '../wire/codec/messages.ts';
import { pdRpcs } from '../wire/codec/rpcs.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import { ask } from './ask.ts';
import { pickAddress } from './member-address.ts';
import { headerRefusal } from './pd-refusal.ts';

export interface DiscoverOptions {
  readonly endpoints: readonly string[];
  /** 0n while it is not known. */
  readonly clusterId: bigint;
  readonly timeoutMs: number;
  /** Whether connections are encrypted. */
  readonly isSecure: boolean;
  /** How soon one that knows no leader is asked again while others have not answered. */
  readonly electionPollMs: number;
}

/**
 * What the endpoints said. `onFound` is called as soon as one names a leader, the others when all have been
 * heard.
 */
export interface DiscoverHandlers {
  onFound(members: PdMembers, clusterId: bigint): void;
  onLeaderless(error: TikvError): void;
  onUnreachable(error: TikvError): void;
  /**
   * Endpoints of two clusters answered while the own cluster was not known (may follow `onFound`), or no endpoint
   * belongs to the own cluster any more.
   */
  onMismatch(error: ClusterMismatchError): void;
}

/**
 * Asks all endpoints at once for PD's members. Once the own cluster is known, an endpoint of another one is passed
 * over like one that failed. One that knows no leader is asked again until all have been heard: another may take the
 * whole of its time, as the leader that has just died does. The function returned stops it; no handler is called after.
 *
 * @see pd client/servicediscovery/service_discovery.go, serviceDiscovery.updateMember
 */
export function discover(
  runtime: Pick<Runtime, 'clock' | 'transport'>,
  options: DiscoverOptions,
  handlers: DiscoverHandlers,
): () => void {
  let { clusterId } = options;
  let unheard = options.endpoints.length;
  let isFound = false;
  let isStopped = false;
  /** The last one of each endpoint. */
  const failures = new Map<string, TikvError>();
  let leaderless: TikvError | undefined;
  const cancels = new Map<string, () => unknown>();

  const stop = () => {
    isStopped = true;
    for (const cancel of cancels.values()) cancel();
  };
  const onAnswer = (endpoint: string, response: pdpb.GetMembersResponse.Decoded) => {
    const refusal = headerRefusal(response.header, clusterId, endpoint);
    if (refusal?.error instanceof ClusterMismatchError) {
      if (options.clusterId === 0n) {
        stop();
        handlers.onMismatch(refusal.error);
        return;
      }
      // Its name may lead to the own cluster again by now, and nobody looks it up while the connection is up.
      runtime.transport.closeAddress(endpoint);
    }
    if (refusal !== undefined) {
      failures.set(endpoint, refusal.error);
      return;
    }
    const named = response.header?.clusterId ?? 0n;
    if (named === 0n) {
      failures.set(endpoint, new ProtocolError(`PD ${endpoint} does not say which cluster it belongs to`));
      return;
    }
    clusterId = named;
    const members = membersOf(response, options.isSecure);
    if (members === undefined) {
      leaderless = new PdError(`PD ${endpoint} knows no leader`, { retryable: true });
      failures.set(endpoint, leaderless);
    } else if (!isFound) {
      isFound = true;
      handlers.onFound(members, clusterId);
    }
  };
  const onHeard = () => {
    if (--unheard > 0 || isFound) return;
    const attempts = [...failures.values()];
    if (leaderless !== undefined) {
      handlers.onLeaderless(new PdUnreachableError('PD has no leader', { cause: leaderless, attempts }));
      return;
    }
    const mismatches = attempts.filter((error) => error instanceof ClusterMismatchError);
    if (mismatches[0] !== undefined && mismatches.length === attempts.length) {
      handlers.onMismatch(mismatches[0]);
      return;
    }
    // It is there, and nothing but this client keeps it from being used.
    const tooLarge = attempts.find((error) => error instanceof TooLargeError);
    if (tooLarge !== undefined) {
      handlers.onUnreachable(tooLarge);
      return;
    }
    const reasons = attempts.map(reasonOf).join('; ');
    handlers.onUnreachable(new PdUnreachableError(`No PD endpoint could be used: ${reasons}`, { attempts }));
  };

  const askEndpoint = (endpoint: string, isFirst: boolean) => {
    const question = {
      address: endpoint,
      rpc: pdRpcs.getMembers,
      request: { header: { clusterId } },
      timeoutMs: options.timeoutMs,
    };
    const cancel = ask(runtime, question, (result) => {
      if (result.ok) onAnswer(endpoint, result.response);
      else failures.set(endpoint, tooLargeOf(result.error) ?? result.error);
      if (isFirst && !isStopped) onHeard();
      if (!isStopped && !isFound && unheard > 0 && failures.get(endpoint) === leaderless) askAgain(endpoint);
    });
    cancels.set(endpoint, cancel);
  };
  const askAgain = (endpoint: string) => {
    const timer = runtime.clock.setTimeout(() => {
      if (!isFound && unheard > 0) askEndpoint(endpoint, false);
    }, options.electionPollMs);
    cancels.set(endpoint, () => runtime.clock.clearTimeout(timer));
  };
  for (const endpoint of options.endpoints) askEndpoint(endpoint, true);
  return stop;
}

function reasonOf(error: TikvError): string {
  const isOther = error instanceof NetworkError && error.status === GRPC_STATUS.unimplemented;
  return isOther
    ? `${error.message}: is it the address of a store? The client needs those of PD`
    : error.message;
}

function tooLargeOf(error: NetworkError | ProtocolError): TooLargeError | undefined {
  if (!(error instanceof NetworkError) || error.tooLarge === undefined) return undefined;
  return answerTooLarge(pdRpcs.getMembers.name, error.tooLarge, error);
}

/** Undefined without a leader that can be connected to. */
function membersOf(response: pdpb.GetMembersResponse.Decoded, isSecure: boolean): PdMembers | undefined {
  const addressOf = (member: pdpb.Member.Decoded) => pickAddress(member.clientUrls, isSecure);
  const leader = response.leader && addressOf(response.leader);
  if (leader === undefined) return undefined;
  const followers = response.members
    .filter(({ memberId }) => memberId !== response.leader?.memberId)
    .map(addressOf)
    .filter((address) => address !== undefined);
  return { leader, followers };
}
