import type { CallFailure } from '../../model/runtime.ts';
import { GRPC_STATUS, type Service, ServiceError } from '../service.ts';
import type { MessageFate, NetworkEvent, NetworkFaults } from './network-faults.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** How long a dead connection stays unnoticed: gRPC's keepalive time and timeout of this client. */
export const KEEPALIVE_MS = 13_000;

/** A process on the network: what comes in passes `enter`, which drops or holds it when the process cannot run. */
export interface NetworkProcess {
  readonly name: string;
  enter(task: () => void): void;
}

/** A call or stream that a broken connection ends. */
export interface OpenCall {
  readonly connection: Connection;
  breakOff(reason: string): void;
}

/** One process' connection to one address. */
export interface Connection {
  readonly process: NetworkProcess;
  readonly address: string;
  state: 'idle' | 'connecting' | 'ready';
  readonly open: Set<OpenCall>;
  readonly waiting: ((failure: CallFailure | undefined) => void)[];
}

/** What calls and streams need of the network they are on. */
export interface NetworkInside {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly faults: NetworkFaults;
  /** @internal */
  serviceAt(address: string): Service | undefined;
  /** @internal Calls back, never at once, when messages can leave, or with why they cannot. */
  connect(connection: Connection, ready: (failure: CallFailure | undefined) => void): void;
  /** @internal */
  breakConnection(connection: Connection, reason: string): void;
  /** @internal */
  isBlocked(from: string, to: string): boolean;
  /** @internal When a message that leaves now arrives. */
  arrivalMs(from: string, to: string): number;
  /** @internal A link that eats messages is noticed by keepalive, which breaks the connection. */
  noticeBlock(connection: Connection): void;
  /** @internal */
  note(
    connection: Connection,
    call: number,
    method: string,
    direction: NetworkEvent['direction'],
    fate: MessageFate,
    bytes: Uint8Array | undefined,
  ): void;
}

export function unavailable(message: string, sent: CallFailure['sent']): CallFailure {
  return { status: GRPC_STATUS.unavailable, message, sent };
}

/** What a client sees of a service's error. */
export function failureOf(error: unknown): CallFailure {
  const status = error instanceof ServiceError ? error.status : GRPC_STATUS.internal;
  return { status, message: error instanceof Error ? error.message : String(error), sent: 'maybe' };
}

/** No protobuf message: a field of a wire type that does not exist, a varint without an end. */
const MALFORMED: readonly Uint8Array[] = [
  Uint8Array.of(0x0f, 0x01),
  new Uint8Array(12).fill(0xff),
  Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f),
];

export function malformed(random: SeededRandom): Uint8Array {
  return random.pick(MALFORMED);
}
