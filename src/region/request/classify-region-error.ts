import type { RegionRefusalEvent } from '../../../machines/region-request.ts';
import { ProtocolError, RegionError, withoutKeys } from '../../model/errors.ts';
import type { Peer, RegionMeta } from '../../model/region.ts';
import { peerOf, regionMetaOf } from '../../pd/pd-answers.ts';
import type { errorpb } from '../../wire/codec/messages.ts';

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
   * @param estimatedWaitMs for how long, as it said; 0 when it did not say
   */
  passesOver(estimatedWaitMs: number): boolean;
  /** Whether the peer said in this request, or says now, that it is not the leader. */
  hasDenied(leader: Peer): boolean;
  /** How a region that the store names compares to ours. */
  compareEpoch(region: RegionMeta): EpochOrder;
}

/** How a store's version of a region compares to ours; `other` for another region. */
export type EpochOrder = 'other' | 'behind' | 'same' | 'ahead';

/** One refusal, and where it was met. */
interface Refused {
  readonly error: errorpb.Error.Decoded;
  readonly situation: Situation;
  /** @param kind the field that was set, or what else tells it apart */
  readonly asError: (kind: string, retryable?: boolean) => RegionError;
}

type RefusalType = RegionRefusalEvent['type'];

/** Events that say nothing but why. */
type PlainType = {
  [Type in RefusalType]: { readonly type: Type; readonly error: RegionError } extends Extract<
    RegionRefusalEvent,
    { readonly type: Type }
  >
    ? Type
    : never;
}[RefusalType];

/**
 * What a field means when it is set: one event, or what a function makes of it; nothing when that returns
 * undefined.
 */
type Row = readonly [
  field: keyof errorpb.Error.Decoded,
  meaning: PlainType | ((refused: Refused) => RegionRefusalEvent | undefined),
  retryable?: false,
];

/** The rows of parity 6.3. The first that applies counts. */
const ROWS: readonly Row[] = [
  ['undeterminedResult', undetermined],
  ['notLeader', notLeader],
  ['diskFull', 'region.diskFull'],
  ['recoveryInProgress', 'region.recovering'],
  ['isWitness', 'region.isWitness'],
  ['flashbackInProgress', flashback],
  ['flashbackNotPrepared', 'region.flashbackNotPrepared', false],
  ['regionNotFound', notFound],
  ['keyNotInRegion', 'region.keyOutside'],
  ['epochNotMatch', otherEpoch],
  ['bucketVersionNotMatch', 'region.bucketsChanged'],
  ['serverIsBusy', busy],
  ['staleCommand', staleCommand],
  ['storeNotMatch', 'region.storeMismatch'],
  ['raftEntryTooLarge', 'region.entryTooLarge', false],
  ['maxTimestampNotSynced', 'region.maxTsNotSynced'],
  ['regionNotInitialized', 'region.notInitialized'],
  ['readIndexNotReady', 'region.readIndexNotReady'],
  ['proposalInMergingMode', 'region.merging'],
  ['dataIsNotReady', 'region.dataNotReady'],
  // Every refusal has a message. It is looked at only where errorpb has no field.
  ['message', readTimedOut],
  ['mismatchPeerId', 'region.peerMismatch'],
  ['message', invalidMaxTs],
];

/** What a region error means for the request. */
export function classifyRegionError(error: errorpb.Error.Decoded, situation: Situation): RegionRefusalEvent {
  const { regionId, storeId } = situation;
  const asError = (kind: string, retryable = true) => {
    const message = `Region ${regionId} on store ${storeId}: ${kind}${textOf(error)}`;
    return new RegionError(kind, message, { regionId, storeId, retryable });
  };
  for (const [field, meaning, retryable] of ROWS) {
    if (error[field] === undefined) continue;
    if (typeof meaning === 'string') return { type: meaning, error: asError(field, retryable) };
    const event = meaning({ error, situation, asError });
    if (event !== undefined) return event;
  }
  return { type: 'region.unknownRefusal', error: asError('unknown') };
}

function undetermined({ asError }: Refused): RegionRefusalEvent {
  const lost = asError('undeterminedResult');
  return { type: 'region.undetermined', error: lost, lost };
}

function notLeader({ error, situation, asError }: Refused): RegionRefusalEvent {
  const leader = error.notLeader?.leader;
  const hinted = leader && believed(() => peerOf(leader));
  if (hinted === undefined || hinted.id === 0n)
    return { type: 'region.leaderUnknown', error: asError('notLeader') };
  return {
    type: situation.hasDenied(hinted) ? 'region.leaderDisputed' : 'region.leaderElsewhere',
    error: asError('notLeader'),
    leader: hinted,
  };
}

function flashback({ situation, asError }: Refused): RegionRefusalEvent {
  return situation.isReplicaRead
    ? { type: 'region.flashbackAtReplica', error: asError('flashbackInProgress') }
    : { type: 'region.flashback', error: asError('flashbackInProgress', false) };
}

function notFound({ situation, asError }: Refused): RegionRefusalEvent {
  const type = situation.leaderUntried ? 'region.notFoundAtReplica' : 'region.notFound';
  return { type, error: asError('regionNotFound') };
}

function otherEpoch({ error, situation, asError }: Refused): RegionRefusalEvent {
  const regions = (error.epochNotMatch?.currentRegions ?? [])
    .map((region) => believed(() => regionMetaOf(region)))
    .filter((meta) => meta !== undefined);
  const orders = regions.map((meta) => situation.compareEpoch(meta));
  if (orders.includes('behind')) return { type: 'region.epochBehind', error: asError('epochNotMatch') };
  // Where only other regions are named, PD may have known of them all along.
  const isNews = orders.includes('ahead');
  return { type: 'region.epochChanged', error: asError(isNews ? 'epochNotMatch' : 'epochUnknown'), regions };
}

function busy({ error, situation, asError }: Refused): RegionRefusalEvent | undefined {
  if (error.serverIsBusy === undefined) return undefined;
  const { reason, backoffMs, estimatedWaitMs } = error.serverIsBusy;
  if (situation.isLimitedRead && reason.includes('deadline is exceeded'))
    return { type: 'region.readTimedOut', error: asError('serverIsBusy') };
  const type = situation.passesOver(estimatedWaitMs) ? 'region.busyButOthers' : 'region.busy';
  return { type, error: asError('serverIsBusy'), backoffMs: Number(backoffMs), estimatedWaitMs };
}

function staleCommand({ asError }: Refused): RegionRefusalEvent {
  const lost = asError('staleCommand');
  return { type: 'region.staleCommand', error: lost, lost };
}

function readTimedOut({ error, situation, asError }: Refused): RegionRefusalEvent | undefined {
  if (!situation.isLimitedRead || !error.message.includes('Deadline is exceeded')) return undefined;
  return { type: 'region.readTimedOut', error: asError('deadlineExceeded') };
}

function invalidMaxTs({ error, asError }: Refused): RegionRefusalEvent | undefined {
  if (!error.message.includes('invalid max_ts update')) return undefined;
  return { type: 'region.maxTsInvalid', error: asError('invalidMaxTsUpdate', false) };
}

/** What a refusal adds to its kind; undefined when that cannot be right. It stays a refusal either way. */
function believed<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

/** What the store says about it, cut to a length fit for a message; empty where it would show a key. */
function textOf(error: errorpb.Error.Decoded): string {
  if (error.keyNotInRegion !== undefined) return '';
  const { serverIsBusy, diskFull, undeterminedResult, message } = error;
  const text = serverIsBusy?.reason || diskFull?.reason || undeterminedResult?.message || message;
  return text === '' ? '' : ` (${withoutKeys(text).slice(0, 200)})`;
}
