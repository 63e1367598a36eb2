import type { kvrpcpb } from '#proto';
import type { ByteStream, Transport } from '../../src/index.ts';
import type { Fields, SimulatedProcess } from '../../src/testing/index.ts';
import { pdRpcs } from '../../src/wire/codec/rpcs.ts';
import { tikvRpcs } from '../../src/wire/codec/tikv-rpcs.ts';

/** A request of a store as a planted bug sees it. */
export interface SeenRequest {
  /** As the contract names it: `KvCommit`. */
  readonly rpc: string;
  readonly request: Fields & { readonly context?: kvrpcpb.Context };
  readonly process: SimulatedProcess;
}

/** What a planted bug does to the messages of its client. Undefined leaves a message as it is. */
export interface Rewrite {
  request?(seen: SeenRequest): Fields | undefined;
  /** Sees what was asked as it was sent. */
  response?(seen: SeenRequest & { readonly response: Fields }): Fields | undefined;
  /** Told of what never left the client. */
  unsent?(seen: SeenRequest): void;
  /** The timestamps that PD gives. */
  tso?(response: Fields): Fields | undefined;
  /** What PD tells of regions, by RPC name. */
  pd?(rpc: string, response: Fields): Fields | undefined;
}

const BATCH = tikvRpcs.batchCommands;
const PATHS = new Map(Object.values(tikvRpcs).map((rpc) => [rpc.path, rpc]));
const PD_PATHS = new Map(Object.values(pdRpcs).map((rpc) => [rpc.path, rpc]));
const RPC_OF = new Map(
  Object.values(tikvRpcs).flatMap((rpc) =>
    'batch' in rpc && rpc.batch !== undefined ? [[rpc.batch, rpc.name]] : [],
  ),
);

type AnyCodec = {
  encode(message: Fields): Uint8Array;
  decode(bytes: Uint8Array): Fields;
  decodeRequest(bytes: Uint8Array): Fields;
  encodeResponse(message: Fields): Uint8Array;
};

/** A command of a batch stream: its name, and its fields under that name. */
type Command = { readonly cmd?: string } & Record<string, unknown>;

/** Between a client and its network: decodes messages, lets a planted bug change them, and encodes them again. */
export function rewritingTransport(inner: Transport, process: SimulatedProcess, rewrite: Rewrite): Transport {
  return {
    unary: (address, method, bytes, options, done) => {
      const rpc = PATHS.get(method) as (AnyCodec & { readonly name: string }) | undefined;
      const pdRpc = PD_PATHS.get(method) as (AnyCodec & { readonly name: string }) | undefined;
      if (rpc === undefined) {
        return inner.unary(address, method, bytes, options, (result) => {
          const answer = result.ok && pdRpc !== undefined ? decoded(pdRpc, result.message) : undefined;
          const changed = answer && rewrite.pd?.((pdRpc as { readonly name: string }).name, answer);
          done(changed ? { ok: true, message: (pdRpc as AnyCodec).encodeResponse(changed) } : result);
        });
      }
      const asked = rpc.decodeRequest(bytes);
      const rewritten = rewrite.request?.({ rpc: rpc.name, request: asked, process });
      const request = rewritten ?? asked;
      const sent = rewritten === undefined ? bytes : rpc.encode(rewritten);
      return inner.unary(address, method, sent, options, (result) => {
        if (!result.ok) {
          if (result.failure.sent === 'no') rewrite.unsent?.({ rpc: rpc.name, request, process });
          done(result);
        } else {
          const response = decoded(rpc, result.message);
          const changed = response && rewrite.response?.({ rpc: rpc.name, request, response, process });
          done(changed === undefined ? result : { ok: true, message: rpc.encodeResponse(changed) });
        }
      });
    },
    stream: (address, method, options, handlers) => {
      if (method === pdRpcs.tso.path && rewrite.tso !== undefined) {
        const change = rewrite.tso.bind(rewrite);
        return inner.stream(address, method, options, {
          ...handlers,
          onMessage: (bytes) => {
            const changed = change(decoded(pdRpcs.tso, bytes) ?? {});
            handlers.onMessage(
              changed === undefined ? bytes : (pdRpcs.tso as unknown as AnyCodec).encodeResponse(changed),
            );
          },
          onEnd: (failure) => handlers.onEnd(failure),
        });
      }
      if (method !== BATCH.path) return inner.stream(address, method, options, handlers);
      return rewrittenBatch(inner, address, options, handlers, process, rewrite);
    },
    closeAddress: (address) => inner.closeAddress(address),
    close: () => inner.close(),
  };
}

function rewrittenBatch(
  inner: Transport,
  address: string,
  options: Parameters<Transport['stream']>[2],
  handlers: Parameters<Transport['stream']>[3],
  process: SimulatedProcess,
  rewrite: Rewrite,
): ByteStream {
  const asked = new Map<bigint, SeenRequest>();
  const frames: SeenRequest[][] = [];
  const codec = BATCH as unknown as AnyCodec;
  const stream = inner.stream(address, BATCH.path, options, {
    onMessage: (bytes) => {
      const message = decoded(BATCH, bytes);
      if (message === undefined || rewrite.response === undefined) {
        handlers.onMessage(bytes);
        return;
      }
      const ids = message.requestIds as readonly bigint[];
      let isChanged = false;
      const responses = (message.responses as readonly Command[]).map((command, index) => {
        const id = ids[index] as bigint;
        const seen = asked.get(id);
        const cmd = command.cmd;
        if (seen === undefined || cmd === undefined) return command;
        // An answer that comes a second time is nobody's.
        asked.delete(id);
        const changed = rewrite.response?.({ ...seen, response: command[cmd] as Fields });
        if (changed === undefined) return command;
        isChanged = true;
        return { cmd, [cmd]: changed };
      });
      handlers.onMessage(isChanged ? codec.encodeResponse({ ...message, responses }) : bytes);
    },
    onEnd: (failure) => {
      const unsent = failure?.sent === 'no' ? frames.length : (failure?.unsentMessages ?? 0);
      for (const seen of frames.slice(frames.length - unsent).flat()) rewrite.unsent?.(seen);
      handlers.onEnd(failure);
    },
  });
  return {
    send: (bytes) => {
      const message = codec.decodeRequest(bytes);
      const ids = message.requestIds as readonly bigint[];
      const frame: SeenRequest[] = [];
      frames.push(frame);
      let isChanged = false;
      const requests = (message.requests as readonly Command[]).map((command, index) => {
        const { cmd } = command;
        if (cmd === undefined) return command;
        const rpc = RPC_OF.get(cmd as never) ?? cmd;
        const request = command[cmd] as Fields;
        const changed = rewrite.request?.({ rpc, request, process });
        const seen = { rpc, request: changed ?? request, process };
        asked.set(ids[index] as bigint, seen);
        frame.push(seen);
        if (changed === undefined) return command;
        isChanged = true;
        return { cmd, [cmd]: changed };
      });
      stream.send(isChanged ? codec.encode({ ...message, requests }) : bytes);
    },
    end: () => stream.end(),
    cancel: () => stream.cancel(),
  };
}

/** Undefined for what is no such message. */
export function decoded(codec: unknown, bytes: Uint8Array): Fields | undefined {
  try {
    return (codec as AnyCodec).decode(bytes);
  } catch {
    return undefined;
  }
}
