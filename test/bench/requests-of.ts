import assert from 'node:assert/strict';
import { pdpb } from '../../proto/gen/connect.js';
import { tikvpb } from '../../proto/gen/hot.js';
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
 * The requests and timestamps that one operation takes, by kind. Of several runs the one with the fewest: a client
 * refreshes its clock now and then.
 */
async function requestsOf(
  runtime: CountingRuntime,
  operation: () => Promise<unknown>,
): Promise<Readonly<Record<string, number>>> {
  let fewest: Record<string, number> = { all: Number.POSITIVE_INFINITY };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const counts: Record<string, number> = {};
    const count = (kind: string, times: number) => {
      counts[kind] = (counts[kind] ?? 0) + times;
    };
    runtime.onMessage = (method, message) => {
      if (method.endsWith('/Tso')) count('timestamp', pdpb.TsoRequest.decode(message).count);
      if (!method.endsWith('/BatchCommands')) return;
      for (const request of tikvpb.BatchCommandsRequest.decode(message).requests) {
        // `cmd` is the name of the one that is set.
        if (request.cmd !== undefined) count(request.cmd, 1);
      }
    };
    await operation();
    await new Promise((resolve) => setTimeout(resolve, BACKGROUND_MS));
    runtime.onMessage = undefined;
    if (total(counts) < total(fewest)) fewest = counts;
  }
  return fewest;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((one, other) => one + other, 0);
}
