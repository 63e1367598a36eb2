import assert from 'node:assert/strict';
import { pdpb } from '../../proto/gen/connect.js';
import { tikvpb } from '../../proto/gen/hot.js';
import type { BareClient } from './bare-client.ts';
import type { CountingRuntime } from './counting-runtime.ts';

const ATTEMPTS = 3;
/** After it, what an operation leaves behind for the background has been sent. */
const BACKGROUND_MS = 30;

/** @throws AssertionError when an operation takes other requests or timestamps than are necessary */
export async function assertRequests(
  name: string,
  necessary: Readonly<Record<string, number>>,
  runtime: CountingRuntime,
  operation: () => Promise<unknown>,
): Promise<void> {
  const sent = await requestsOf(runtime, operation);
  assert.deepEqual(sent, necessary, `${name}: other requests than are necessary`);
}

/**
 * That the bare stream carries the very messages of the client: as many, each with the same fields.
 * @throws AssertionError otherwise
 */
export async function assertSameMessages(
  name: string,
  runtime: CountingRuntime,
  bare: BareClient,
  operation: () => Promise<unknown>,
  ceiling: () => Promise<unknown>,
): Promise<void> {
  const fields = ({ requests }: Sent) => requests.map((request) => fieldsOf(request).sort().join(' ')).sort();
  const own = fields(await sentBy(operation, (sent) => watch(runtime, sent)));
  const low = fields(
    await sentBy(ceiling, ({ requests }) => {
      bare.onRequest = (request) => {
        requests.push(decoded(request));
      };
      return () => {
        bare.onRequest = undefined;
      };
    }),
  );
  assert.deepEqual(low, own, `${name}: the bare stream carries other messages than the client`);
}

interface Sent {
  timestamps: number;
  readonly requests: tikvpb.BatchCommandsRequest.Request.Decoded[];
}

/**
 * The requests and timestamps that one operation takes, by kind. Of several runs the one with the fewest: a client
 * refreshes its clock now and then.
 */
async function requestsOf(
  runtime: CountingRuntime,
  operation: () => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> {
  let fewest: Record<string, number> = { all: Number.POSITIVE_INFINITY };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { timestamps, requests } = await sentBy(operation, (sent) => watch(runtime, sent));
    const counts: Record<string, number> = timestamps === 0 ? {} : { timestamp: timestamps };
    // `cmd` is the name of the one that is set.
    for (const { cmd } of requests) if (cmd !== undefined) counts[cmd] = (counts[cmd] ?? 0) + 1;
    if (total(counts) < total(fewest)) fewest = counts;
  }
  return fewest;
}

/** @param listen begins to note what is sent, and gives what ends it */
async function sentBy(operation: () => Promise<unknown>, listen: (sent: Sent) => () => void): Promise<Sent> {
  const sent: Sent = { timestamps: 0, requests: [] };
  const stop = listen(sent);
  await operation();
  await new Promise((resolve) => setTimeout(resolve, BACKGROUND_MS));
  stop();
  return sent;
}

function watch(runtime: CountingRuntime, sent: Sent): () => void {
  runtime.onMessage = (method, message) => {
    if (method.endsWith('/Tso')) sent.timestamps += pdpb.TsoRequest.decode(message).count;
    if (method.endsWith('/BatchCommands')) {
      sent.requests.push(...tikvpb.BatchCommandsRequest.decode(message).requests);
    }
  };
  return () => {
    runtime.onMessage = undefined;
  };
}

function decoded(request: tikvpb.BatchCommandsRequest.Request): tikvpb.BatchCommandsRequest.Request.Decoded {
  const { Request } = tikvpb.BatchCommandsRequest;
  return Request.decode(Request.encode(request).finish());
}

/** Every field that is set, by its path: `prewrite.mutations.0.key`. */
function fieldsOf(message: object, path = ''): string[] {
  return Object.entries(message).flatMap(([name, value]) => {
    const isMessage = typeof value === 'object' && !(value instanceof Uint8Array);
    return isMessage ? fieldsOf(value, `${path}${name}.`) : [`${path}${name}`];
  });
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((one, other) => one + other, 0);
}
