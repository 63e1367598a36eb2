import type { Message } from '../../../src/testing/index.ts';
import type { Strike } from '../world.ts';

/** A fault bears on what was under way when it struck, and on what came within so many milliseconds after it. */
const BEARS_MS = 1_000;

/** RPC, fault and outcome, for each message that a fault bore on. @param answers of the messages, in their order */
export function* pairsOf(
  messages: readonly Message[],
  answers: readonly string[],
  strikes: readonly Strike[],
): Iterable<string> {
  let first = 0;
  for (const [index, message] of messages.entries()) {
    const beganMs = message.stages[0]?.atMs ?? 0;
    const endedMs = message.stages.at(-1)?.atMs ?? beganMs;
    while (first < strikes.length && (strikes[first] as Strike).atMs < beganMs - BEARS_MS) first++;
    for (let nth = first; nth < strikes.length; nth++) {
      const { atMs, name } = strikes[nth] as Strike;
      if (atMs > endedMs) break;
      yield `pair: ${message.rpc} × ${name} × ${answers[index]}`;
    }
  }
}
