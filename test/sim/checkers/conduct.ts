import type { Fields, SimulatedProcess } from '../../../src/testing/index.ts';
import type { Anomaly } from '../history.ts';
import type { Rewrite, SeenRequest } from '../rewriting-transport.ts';

/** What is known of the commit of one transaction's primary, as its client saw it. */
interface PrimaryCommit {
  sent: number;
  /** Answers that say for sure that this attempt did nothing. */
  undone: number;
  /** A store looked at the primary, and refused for good. */
  refused: boolean;
  done: boolean;
}

/**
 * Watches what leaves clients and what comes in, for what no history shows: a mistake that did no harm this time.
 *
 * - S045: what is sent again says so.
 * - S006: no other key is committed before the primary is, but where all locks together were the commit.
 * - S008: nothing is cleaned up while a commit of the primary may have been done.
 */
export class ConductWatch {
  readonly anomalies: Anomaly[] = [];

  /** For one client. */
  of(process: SimulatedProcess): Rewrite {
    const sent = new Set<string>();
    const primaries = new Map<bigint, PrimaryCommit>();
    const report = (name: string, startTs: bigint, detail: string) => {
      this.anomalies.push({ name, detail: `${process.name}, transaction ${startTs}: ${detail}` });
    };
    return {
      request: ({ rpc, request }) => {
        const startTs = (request.startVersion ?? 0n) as bigint;
        const [first] = keysOf(request);
        if (rpc === 'KvPrewrite' || rpc === 'KvCommit') {
          const what = `${rpc} ${startTs} ${first} ${request.commitVersion ?? ''}`;
          if (sent.has(what) && request.context?.isRetryRequest !== true) {
            report('S045-unmarked-resend', startTs, `${rpc} of ${first}`);
          }
          sent.add(what);
        }
        if (rpc === 'KvCommit') {
          const state = primaries.get(startTs) ?? { sent: 0, undone: 0, refused: false, done: false };
          primaries.set(startTs, state);
          if (isForPrimary(request)) state.sent++;
          else if (!state.done && request.useAsyncCommit !== true)
            report('S006-secondary-first', startTs, `commit of ${first}`);
        }
        if (rpc === 'KvBatchRollback') {
          const state = primaries.get(startTs);
          if (state !== undefined && !state.refused && (state.done || state.sent > state.undone)) {
            report('S008-cleanup', startTs, `rollback of ${first}`);
          }
        }
        return undefined;
      },
      unsent: ({ rpc, request }) => {
        const state = primaries.get(request.startVersion as bigint);
        if (rpc === 'KvCommit' && state !== undefined && isForPrimary(request)) state.sent--;
      },
      response: (seen) => {
        noteCommit(seen, primaries);
        return undefined;
      },
    };
  }
}

function noteCommit(
  { rpc, request, response }: SeenRequest & { readonly response: Fields },
  primaries: ReadonlyMap<bigint, PrimaryCommit>,
): void {
  if (rpc !== 'KvCommit' || !isForPrimary(request)) return;
  const state = primaries.get(request.startVersion as bigint);
  if (state === undefined) return;
  const regionError = response.regionError as Fields | undefined;
  if (regionError !== undefined) {
    const isUnclear = regionError.staleCommand !== undefined || regionError.undeterminedResult !== undefined;
    if (!isUnclear) state.undone++;
  } else if (response.error !== undefined) state.refused = true;
  else state.done = true;
}

function isForPrimary(request: Fields): boolean {
  return keysOf(request).includes(textOf(request.primaryKey));
}

function keysOf(request: Fields): string[] {
  const mutations = (request.mutations ?? []) as readonly Fields[];
  const keys = (request.keys ?? []) as readonly Uint8Array[];
  return mutations.length > 0 ? mutations.map(({ key }) => textOf(key)) : keys.map(textOf);
}

function textOf(bytes: unknown): string {
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString('latin1') : '';
}
