import type { LowerParts } from './assemble-lower.ts';

/** Ends the parts of a client, opened or not; each part before those that it uses. */
export async function shutDown(parts: LowerParts, drainMs: number): Promise<void> {
  if (drainMs > 0 && parts.background.size > 0) await idleWithin(parts.background.idle(), parts, drainMs);
  parts.deadlines.close();
  // What is under way ends by that, and a commit decides how, by what of it was sent; a stopped one decides nothing.
  await endOfTurn(parts);
  parts.timestamps.close();
  parts.stores.close();
  parts.session.close();
  parts.rpcs.close();
  parts.runtime.transport.close();
  // Requests learn of it at the end of this turn.
  parts.root.stop();
  await endOfTurn(parts);
}

function endOfTurn({ runtime }: LowerParts): Promise<void> {
  return new Promise((resolve) => runtime.defer(resolve));
}

function idleWithin(idle: Promise<void>, { runtime: { clock } }: LowerParts, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.setTimeout(() => resolve(), drainMs);
    void idle.then(() => {
      clock.clearTimeout(timer);
      resolve();
    });
  });
}
