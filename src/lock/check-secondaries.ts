import type { LockResolverEvent } from '../../machines/lock-resolver.ts';
import { bytesName } from '../model/bytes.ts';
import { ProtocolError } from '../model/errors.ts';
import { maxTimestamp } from '../model/timestamp.ts';
import { sendGrouped } from '../region/send-by-key.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { MAX_WRITE_EXECUTION_MS, RPC_TIMEOUT_MS } from '../retry/rpc-timeouts.ts';
import type { kvrpcpb } from '../wire/codec/messages.ts';
import { tikvRpcs } from '../wire/codec/tikv-rpcs.ts';
import type { LockEnvironment } from './lock-environment.ts';

/**
 * Decides an async-commit transaction whose primary has expired by its secondaries: all of them locked means
 * committed at the largest min_commit_ts; one that is missing shows by itself whether it was committed or
 * rolled back, and the request has made sure that it cannot be locked any more. Follows client-go's
 * checkAllSecondaries (parity row LCK-11, scenarios S037 to S040).
 * @throws ProtocolError when two answers contradict each other
 */
export async function checkSecondaries(
  environment: LockEnvironment,
  primary: kvrpcpb.LockInfo.Decoded,
  backoffer: Backoffer,
): Promise<LockResolverEvent> {
  const startTs = primary.lockVersion;
  let commitTs = primary.minCommitTs;
  let decided: bigint | undefined;
  let notAsyncCommit = false;

  await sendGrouped(
    environment.regions,
    primary.secondaries,
    {
      rpc: tikvRpcs.kvCheckSecondaryLocks,
      request: (keys) => ({ keys, startVersion: startTs }),
      timeoutMs: RPC_TIMEOUT_MS.short,
      executionLimitMs: MAX_WRITE_EXECUTION_MS,
      backoffer,
    },
    (response, group) => {
      if (response.error !== undefined) {
        throw new ProtocolError(`Secondaries of transaction ${startTs} were answered with a key error`);
      }
      const asked = new Set(group.keys.map(bytesName));
      const locked = new Set(response.locks.map(({ key }) => bytesName(key)));
      if (locked.size < response.locks.length || ![...locked].every((name) => asked.has(name))) {
        throw new ProtocolError(
          `A store reported locks of transaction ${startTs} twice, or on keys not asked for`,
        );
      }
      if (locked.size < asked.size) {
        if (decided !== undefined && decided !== response.commitTs) {
          throw new ProtocolError(
            `Transaction ${startTs} is reported as committed at ${decided} and at ${response.commitTs}`,
          );
        }
        decided = response.commitTs;
        return;
      }
      for (const lock of response.locks) {
        if (lock.lockVersion !== startTs) {
          throw new ProtocolError(`A lock of transaction ${lock.lockVersion} was reported for ${startTs}`);
        }
        if (!lock.useAsyncCommit) notAsyncCommit = true;
        commitTs = maxTimestamp(commitTs, lock.minCommitTs);
      }
    },
  );

  if (decided === undefined) {
    if (notAsyncCommit) return { type: 'secondaries.notAsyncCommit' };
    if (commitTs <= startTs) {
      throw new ProtocolError(
        `The reported locks of transaction ${startTs} would commit it at ${commitTs}, not after its start`,
      );
    }
    return { type: 'secondaries.decided', fate: { kind: 'committed', commitTs } };
  }
  if (decided === 0n) return { type: 'secondaries.decided', fate: { kind: 'rolledBack' } };
  // Whoever reads below a min_commit_ts was promised not to miss the commit: each key's counts, in whatever
  // order they are reported.
  if (decided < commitTs) {
    throw new ProtocolError(
      `Transaction ${startTs} is reported as committed at ${decided}, below the min_commit_ts ${commitTs} of one of its locks`,
    );
  }
  return { type: 'secondaries.decided', fate: { kind: 'committed', commitTs: decided } };
}
