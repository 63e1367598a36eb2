import type { KeyCodec } from '../keyspace/key-codec.ts';
import { ClosedError, UsageError } from '../model/errors.ts';
import { rawGet } from '../raw/raw-single.ts';
import { Backoffer } from '../retry/backoffer.ts';
import type { Deadline } from '../retry/deadline.ts';
import { createRegionClient } from './assemble.ts';
import type { LowerParts } from './assemble-lower.ts';

/** How long stores may take to answer, in milliseconds. Not more: every later call finds a mismatch, too. */
const LIMIT_MS = 1_000;

/** Any key will do: the version is checked before the key is read. */
const ANY_KEY = new Uint8Array(1);

/**
 * Asks a store for a raw value, which stores of another API version refuse. A store that does not answer, or
 * fails otherwise, is ignored. The regions found are not kept: the client may never use raw values.
 *
 * @param codec that of raw keys
 * @throws UsageError when the cluster serves another API version
 */
export async function checkApiVersion(lower: LowerParts, codec: KeyCodec, within: Deadline): Promise<void> {
  const { deadlines, runtime } = lower;
  const timeoutMs = Math.max(1, Math.min(LIMIT_MS, within.remainingMs()));
  const deadline = deadlines.start({ timeoutMs });
  const environment = { regions: createRegionClient(lower, codec), columnFamily: '', forCas: false };
  try {
    await rawGet(environment, ANY_KEY, new Backoffer(runtime, { deadline, budgetMs: LIMIT_MS }));
  } catch (error) {
    if (error instanceof UsageError && !(error instanceof ClosedError)) throw error;
  } finally {
    deadline.release();
  }
}
