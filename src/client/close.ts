import { ClosedError } from '../model/errors.ts';
import type { ClientCore } from './client-core.ts';
import { checkNamed } from './options/check-options.ts';
import { rules } from './options/option-rules.ts';
import { shutDown } from './shut-down.ts';

/** How to close a client. */
export interface CloseOptions {
  /**
   * How long background work (commits of secondaries, cleanups) may take to finish, in milliseconds. Default
   * 5000.
   */
  readonly drainMs?: number | undefined;
}

const DEFAULT_DRAIN_MS = 5000;

/** Ends a client, which takes no more calls from now on. @throws UsageError */
export async function closeClient(core: ClientCore, options: CloseOptions | undefined): Promise<void> {
  if (options !== undefined) checkNamed('close', options, { drainMs: rules.count });
  core.closing ??= endClient(core, options?.drainMs ?? DEFAULT_DRAIN_MS);
  return core.closing;
}

async function endClient(core: ClientCore, drainMs: number): Promise<void> {
  const { parts } = core;
  core.isClosing = true;
  for (const bulk of core.openBulk) bulk.abandon(new ClosedError());
  await shutDown(parts, drainMs);
  parts.transactions.keeper.close();
  parts.safePoint.close();
  // Work that was cut off reports its failure first: no event follows `client.closed`.
  await parts.background.idle();
  parts.events.emit('client.closed', {});
  parts.events.close();
}
