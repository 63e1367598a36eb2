import { ClosedError } from '../model/errors.ts';
import type { LowerParts } from './assemble.ts';
import type { ClientCore } from './client-core.ts';
import { checkOptions, rules } from './verb-options.ts';

export interface CloseOptions {
  /** How long secondaries and cleanups in the background may take to finish, in milliseconds. Default 5000. */
  readonly drainMs?: number | undefined;
}

const DEFAULT_DRAIN_MS = 5000;
const closings = new WeakMap<ClientCore, Promise<void>>();

/** Ends a client, which takes no new calls from now on. @throws UsageError */
export async function closeClient(core: ClientCore, options: CloseOptions | undefined): Promise<void> {
  checkOptions('close', options, { drainMs: rules.count });
  const closing = closings.get(core) ?? endClient(core, options?.drainMs ?? DEFAULT_DRAIN_MS);
  closings.set(core, closing);
  return closing;
}

async function endClient(core: ClientCore, drainMs: number): Promise<void> {
  const { parts } = core;
  core.isClosing = true;
  for (const bulk of core.openBulk) bulk.abandon(new ClosedError());
  await shutDown(parts, drainMs);
  parts.transactions.keeper.close();
  parts.safePoint.close();
  parts.events.emit('client.closed', {});
}

/** Ends the parts of a client, opened or not; those that use others go before those they use. */
export async function shutDown(parts: LowerParts, drainMs: number): Promise<void> {
  if (drainMs > 0 && parts.background.size > 0) await idleWithin(parts.background.idle(), parts, drainMs);
  parts.deadlines.close();
  parts.timestamps.close();
  parts.stores.close();
  parts.pd.close();
  parts.session.close();
  parts.rpcs.close();
  parts.runtime.transport.close();
  parts.root.stop();
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
