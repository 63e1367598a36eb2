/** What may happen to messages, as probabilities of each message. All may be changed while a simulation runs. */
export interface NetworkFaults {
  /** A message takes at least this long, in milliseconds. */
  minLatencyMs: number;
  /** And longer by this much on average. */
  meanLatencyMs: number;
  /** A call, or a message on a batch stream, does not arrive. */
  loseRequest: number;
  /** An answer, or a message of a server on a stream, does not arrive. */
  loseAnswer: number;
  /** It arrives a second time, later. */
  duplicateRequest: number;
  /** An answer arrives a second time, later. */
  duplicateAnswer: number;
  /** It takes `spikeMs` more on average. */
  spike: number;
  /** How much more, on average, in milliseconds. */
  spikeMs: number;
  /** An answer arrives as bytes that are no message. */
  malformAnswer: number;
  /** The connection of a call or stream breaks instead of carrying the message. */
  breakConnection: number;
}

/** A network that only takes time. */
export const CALM_NETWORK: Readonly<NetworkFaults> = {
  minLatencyMs: 0.2,
  meanLatencyMs: 0.5,
  loseRequest: 0,
  loseAnswer: 0,
  duplicateRequest: 0,
  duplicateAnswer: 0,
  spike: 0,
  spikeMs: 0,
  malformAnswer: 0,
  breakConnection: 0,
};

/** What became of a message. `dead`: whom it was for is gone. */
export type MessageFate = 'sent' | 'lost' | 'blocked' | 'broken' | 'malformed' | 'arrived' | 'dead';

/** Something the network saw, in the order in which it happened. */
export interface NetworkEvent {
  /** When, in virtual milliseconds. */
  readonly atMs: number;
  /** Name of the process that sent the request, or is to get the answer. */
  readonly process: string;
  /** `host:port` of the server. */
  readonly address: string;
  /** A gRPC path. */
  readonly method: string;
  /** Of the call or stream, counted from 1 in the whole network. */
  readonly call: number;
  /** Whether it is on its way to the server or back. */
  readonly direction: 'request' | 'answer';
  /** What became of it at this moment. */
  readonly fate: MessageFate;
  /** Undefined for what is no message: an end of a stream, a failed call. */
  readonly bytes: Uint8Array | undefined;
}
