import { pdRpcs } from '../../src/wire/codec/rpcs.ts';
import { GRPC_STATUS } from '../../src/wire/grpc-status.ts';
import type { FakeStream, FakeTransport, FakeUnary } from './fake-transport.ts';

export const CLUSTER_ID = 7n;

/** Members of a PD on a fake network: who is up, and who each of them takes for the leader. */
export class FakePd {
  readonly transport: FakeTransport;
  readonly addresses: readonly string[];
  /** Index of the leader; undefined during an election. */
  leader: number | undefined = 0;
  clusterId = CLUSTER_ID;
  readonly down = new Set<string>();
  /** Neither answer nor refuse: requests time out. */
  readonly mute = new Set<string>();
  /** The last timestamp given. */
  physical = 1000n;
  logical = 0n;

  constructor(transport: FakeTransport, members = 3) {
    this.transport = transport;
    this.addresses = Array.from({ length: members }, (_, i) => `pd${i}:2379`);
    transport.onUnary(pdRpcs.getMembers.path, (call) =>
      this.serve(call, false, () => pdRpcs.getMembers.encodeResponse(this.#members())),
    );
    transport.onMessage(pdRpcs.tso.path, (message, stream) => this.#serveTso(message, stream));
  }

  get header() {
    return { clusterId: this.clusterId };
  }

  get leaderAddress(): string | undefined {
    return this.leader === undefined ? undefined : this.addresses[this.leader];
  }

  /** Answers a unary call as a member would: not at all when it is mute, and from the leader alone if asked so. */
  serve(call: FakeUnary, onlyLeader: boolean, answer: () => Uint8Array): void {
    if (this.mute.has(call.address)) return;
    if (this.down.has(call.address)) {
      call.fail({ status: GRPC_STATUS.unavailable, message: 'connect ECONNREFUSED', sent: 'no' });
    } else if (onlyLeader && call.address !== this.leaderAddress) {
      call.fail({ status: GRPC_STATUS.unavailable, message: 'not leader', sent: 'maybe' });
    } else {
      call.answer(answer());
    }
  }

  #serveTso(message: Uint8Array, stream: FakeStream): void {
    if (this.mute.has(stream.address)) return;
    if (this.down.has(stream.address)) {
      stream.finish({ status: GRPC_STATUS.unavailable, message: 'connect ECONNREFUSED', sent: 'no' });
    } else if (stream.address !== this.leaderAddress) {
      stream.finish({ status: GRPC_STATUS.unknown, message: 'not leader' });
    } else {
      const { count } = pdRpcs.tso.decodeRequest(message);
      this.logical += BigInt(count);
      stream.answer(this.tsoAnswer(count));
    }
  }

  /** An answer to a request for `count`, at the present timestamp. */
  tsoAnswer(count: number): Uint8Array {
    const timestamp = { physical: this.physical, logical: this.logical };
    return pdRpcs.tso.encodeResponse({ header: this.header, count, timestamp });
  }

  #members() {
    const members = this.addresses.map((address, i) => ({
      memberId: BigInt(i + 1),
      clientUrls: [`http://${address}`],
    }));
    const leader = this.leader === undefined ? undefined : members[this.leader];
    return { header: this.header, members, leader };
  }
}
