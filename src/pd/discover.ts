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
import type { Cancel, Runtime } from '../model/runtime.ts';
import { answerTooLarge } from '../wire/answer-too-large.ts';
import type { pdpb } from '../wire/codec/messages.ts';
import { pdRpcs } from '../wire/codec/rpcs.ts';
import { GRPC_STATUS } from '../wire/grpc-status.ts';
import { ask } from './ask.ts';
import { memberAddress } from './member-address.ts';
import { headerRefusal } from './pd-refusal.ts';

export interface DiscoverOptions {
  readonly endpoints: readonly string[];
  /** 0n while it is not known. */
  readonly clusterId: bigint;
  readonly timeoutMs: number;
}

/**
 * What the endpoints said. `onFound` is called as soon as one names a leader, the others when all have been
 * heard.
 */
export interface DiscoverHandlers {
  onFound(members: PdMembers, clusterId: bigint): void;
  onLeaderless(error: TikvError): void;
  onUnreachable(error: TikvError): void;
  /** Two clusters answered. May follow `onFound`. */
  onMismatch(error: ClusterMismatchError): void;
}

/**
 * Asks all endpoints at once for PD's members. The function returned stops it: no handler is called
 * afterwards.
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
  const failures: TikvError[] = [];
  let leaderless: TikvError | undefined;

  const stop = () => {
    isStopped = true;
    for (const cancel of cancels) cancel();
  };
  const onAnswer = (endpoint: string, response: pdpb.GetMembersResponse.Decoded) => {
    const refusal = headerRefusal(response.header, clusterId, endpoint);
    if (refusal?.error instanceof ClusterMismatchError) {
      stop();
      handlers.onMismatch(refusal.error);
      return;
    }
    if (refusal !== undefined) {
      failures.push(refusal.error);
      return;
    }
    const named = response.header?.clusterId ?? 0n;
    if (named === 0n) {
      failures.push(new ProtocolError(`PD ${endpoint} does not say which cluster it belongs to`));
      return;
    }
    clusterId = named;
    const members = membersOf(response);
    if (members === undefined) {
      leaderless = new PdError(`PD ${endpoint} knows no leader`, { retryable: true });
      failures.push(leaderless);
    } else if (!isFound) {
      isFound = true;
      handlers.onFound(members, clusterId);
    }
  };
  const onHeard = () => {
    if (--unheard > 0 || isFound) return;
    const attempts = [...failures];
    if (leaderless !== undefined) {
      handlers.onLeaderless(new PdUnreachableError('PD has no leader', { cause: leaderless, attempts }));
      return;
    }
    // It is there, and nothing but the limit of this client keeps it from being used.
    const tooLarge = attempts.find((error) => error instanceof TooLargeError);
    if (tooLarge !== undefined) {
      handlers.onUnreachable(tooLarge);
      return;
    }
    const reasons = attempts.map(reasonOf).join('; ');
    handlers.onUnreachable(new PdUnreachableError(`No PD endpoint could be used: ${reasons}`, { attempts }));
  };

  const question = {
    rpc: pdRpcs.getMembers,
    request: { header: { clusterId } },
    timeoutMs: options.timeoutMs,
  };
  const cancels: Cancel[] = options.endpoints.map((address) =>
    ask(runtime, { address, ...question }, (result) => {
      if (result.ok) onAnswer(address, result.response);
      else failures.push(tooLargeOf(result.error) ?? result.error);
      if (!isStopped) onHeard();
    }),
  );
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
function membersOf(response: pdpb.GetMembersResponse.Decoded): PdMembers | undefined {
  const leader = addressOf(response.leader);
  if (leader === undefined) return undefined;
  const followers = response.members
    .filter(({ memberId }) => memberId !== response.leader?.memberId)
    .map(addressOf)
    .filter((address) => address !== undefined);
  return { leader, followers };
}

function addressOf(member: pdpb.Member.Decoded | undefined): string | undefined {
  return member?.clientUrls.map(memberAddress).find((address) => address !== undefined);
}
