import type { RegionRefusalEvent } from '../../machines/region-request.ts';
import { ProtocolError, RegionError, withoutKeys } from '../model/errors.ts';
import type { Peer, RegionMeta } from '../model/region.ts';
import { peerOf, regionMetaOf } from '../pd/pd-answers.ts';
import type { errorpb } from '../wire/codec/messages.ts';

/** What the meaning of a refusal depends on besides the refusal itself. */
export interface Situation {
  readonly regionId: bigint;
  readonly storeId: bigint;
  /** A read with an execution limit shorter than usual: another replica may be faster. */
  readonly isLimitedRead: boolean;
  /** A replica that does not lead was asked to serve the read. */
  readonly isReplicaRead: boolean;
  readonly leaderUntried: boolean;
  /**
   * Whether the next attempt goes to another replica anyway when this one is busy.
   * @param estimatedWaitMs for how long, as it told; 0 for nothing
   */
  passesOver(estimatedWaitMs: number): boolean;
  /** Whether the peer said in this request, or says now, that it is not the leader. */
  hasDenied(leader: Peer): boolean;
  /** How a region that the store names stands to ours. */
  compareEpoch(region: RegionMeta): EpochOrder;
}

/** `other`: another region; else by the epochs. */
export type EpochOrder = 'other' | 'behind' | 'same' | 'ahead';

/**
 * What a region error means for the request: the row of parity 6.3 it belongs to, tried in that order. Texts are
 * matched only where errorpb has no field.
 */
export function classifyRegionError(error: errorpb.Error.Decoded, situation: Situation): RegionRefusalEvent {
  const refusal = (kind: string, retryable = true) =>
    new RegionError(
      kind,
      `Region ${situation.regionId} on store ${situation.storeId}: ${kind}${textOf(error)}`,
      {
        regionId: situation.regionId,
        storeId: situation.storeId,
        retryable,
      },
    );

  if (error.undeterminedResult !== undefined) {
    const lost = refusal('undeterminedResult');
    return { type: 'region.undetermined', error: lost, lost };
  }
  if (error.notLeader !== undefined)
    return classifyNotLeader(error.notLeader, refusal('notLeader'), situation);
  if (error.diskFull !== undefined) return { type: 'region.diskFull', error: refusal('diskFull') };
  if (error.recoveryInProgress !== undefined)
    return { type: 'region.recovering', error: refusal('recoveryInProgress') };
  if (error.isWitness !== undefined) return { type: 'region.isWitness', error: refusal('isWitness') };
  if (error.flashbackInProgress !== undefined)
    return situation.isReplicaRead
      ? { type: 'region.flashbackAtReplica', error: refusal('flashbackInProgress') }
      : { type: 'region.flashback', error: refusal('flashbackInProgress', false) };
  if (error.flashbackNotPrepared !== undefined)
    return { type: 'region.flashbackNotPrepared', error: refusal('flashbackNotPrepared', false) };
  if (error.regionNotFound !== undefined)
    return {
      type: situation.leaderUntried ? 'region.notFoundAtReplica' : 'region.notFound',
      error: refusal('regionNotFound'),
    };
  if (error.keyNotInRegion !== undefined)
    return { type: 'region.keyOutside', error: refusal('keyNotInRegion') };
  if (error.epochNotMatch !== undefined) {
    const regions = error.epochNotMatch.currentRegions
      .map((region) => believed(() => regionMetaOf(region)))
      .filter((meta) => meta !== undefined);
    const orders = regions.map((meta) => situation.compareEpoch(meta));
    if (orders.includes('behind')) return { type: 'region.epochBehind', error: refusal('epochNotMatch') };
    // Of others alone, PD may have known all along.
    const isNews = orders.includes('ahead');
    return {
      type: 'region.epochChanged',
      error: refusal(isNews ? 'epochNotMatch' : 'epochUnknown'),
      regions,
    };
  }
  if (error.bucketVersionNotMatch !== undefined)
    return { type: 'region.bucketsChanged', error: refusal('bucketVersionNotMatch') };
  if (error.serverIsBusy !== undefined)
    return classifyBusy(error.serverIsBusy, refusal('serverIsBusy'), situation);
  if (error.staleCommand !== undefined) {
    const lost = refusal('staleCommand');
    return { type: 'region.staleCommand', error: lost, lost };
  }
  if (error.storeNotMatch !== undefined)
    return { type: 'region.storeMismatch', error: refusal('storeNotMatch') };
  if (error.raftEntryTooLarge !== undefined)
    return { type: 'region.entryTooLarge', error: refusal('raftEntryTooLarge', false) };
  if (error.maxTimestampNotSynced !== undefined)
    return { type: 'region.maxTsNotSynced', error: refusal('maxTimestampNotSynced') };
  if (error.regionNotInitialized !== undefined)
    return { type: 'region.notInitialized', error: refusal('regionNotInitialized') };
  if (error.readIndexNotReady !== undefined)
    return { type: 'region.readIndexNotReady', error: refusal('readIndexNotReady') };
  if (error.proposalInMergingMode !== undefined)
    return { type: 'region.merging', error: refusal('proposalInMergingMode') };
  if (error.dataIsNotReady !== undefined)
    return { type: 'region.dataNotReady', error: refusal('dataIsNotReady') };
  if (situation.isLimitedRead && error.message.includes('Deadline is exceeded'))
    return { type: 'region.readTimedOut', error: refusal('deadlineExceeded') };
  if (error.mismatchPeerId !== undefined)
    return { type: 'region.peerMismatch', error: refusal('mismatchPeerId') };
  if (error.message.includes('invalid max_ts update'))
    return { type: 'region.maxTsInvalid', error: refusal('invalidMaxTsUpdate', false) };
  return { type: 'region.unknownRefusal', error: refusal('unknown') };
}

function classifyNotLeader(
  { leader }: errorpb.NotLeader.Decoded,
  error: RegionError,
  situation: Situation,
): RegionRefusalEvent {
  const hinted = leader && believed(() => peerOf(leader));
  if (hinted === undefined || hinted.id === 0n) return { type: 'region.leaderUnknown', error };
  return {
    type: situation.hasDenied(hinted) ? 'region.leaderDisputed' : 'region.leaderElsewhere',
    error,
    leader: hinted,
  };
}

function classifyBusy(
  { reason, backoffMs, estimatedWaitMs }: errorpb.ServerIsBusy.Decoded,
  error: RegionError,
  situation: Situation,
): RegionRefusalEvent {
  if (situation.isLimitedRead && reason.includes('deadline is exceeded'))
    return { type: 'region.readTimedOut', error };
  const type = situation.passesOver(estimatedWaitMs) ? 'region.busyButOthers' : 'region.busy';
  return { type, error, backoffMs: Number(backoffMs), estimatedWaitMs };
}

/** A refusal stays one when what it adds cannot be right. */
function believed<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

/** What the store says of it, cut to a length fit for a message; never where it would show a key. */
function textOf(error: errorpb.Error.Decoded): string {
  if (error.keyNotInRegion !== undefined) return '';
  const { serverIsBusy, diskFull, undeterminedResult, message } = error;
  const text = serverIsBusy?.reason || diskFull?.reason || undeterminedResult?.message || message;
  return text === '' ? '' : ` (${withoutKeys(text).slice(0, 200)})`;
}
