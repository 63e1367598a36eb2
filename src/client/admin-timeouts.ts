import type { VerbOptions } from './options/verb-options.ts';

/** Default timeouts of the verbs of `tikv.admin`, in milliseconds. */
export const ADMIN_TIMEOUT_MS = {
  splitRegions: 240_000,
  waitForScatter: 240_000,
  unsafeDestroyRange: 330_000,
  collectGarbage: 3_600_000,
} as const;

/** The options of a verb that has a default of its own. */
export function withDefaultTimeout(timeoutMs: number, options: VerbOptions | undefined): VerbOptions {
  return { timeoutMs: options?.timeoutMs ?? timeoutMs, signal: options?.signal };
}
