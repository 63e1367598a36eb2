import type { RegionRequestEvent } from '../../machines/region-request.ts';
import { InternalError, NetworkError, ProtocolError, RegionError } from '../../src/model/errors.ts';
import { peerOn } from './fake-region-servers.ts';

const error = new RegionError('sample', 'Sample');
const network = (sent: 'no' | 'maybe') => new NetworkError('s1', { status: 14, message: 'Sample', sent });
const malformed = new ProtocolError('Sample');
const busy = { error, backoffMs: 0, estimatedWaitMs: 0 };

/** One sample of each event of the region-request chart; of failures one that was sent and one that never left. */
export const regionRequestEvents: readonly RegionRequestEvent[] = [
  { type: 'replica.chosen' },
  { type: 'replica.resting', error },
  { type: 'replica.none', error },
  { type: 'region.stale', error },
  { type: 'answer.received' },
  { type: 'answer.malformed', error: malformed, lost: malformed },
  { type: 'region.undetermined', error, lost: error },
  { type: 'region.leaderUnknown', error },
  { type: 'region.leaderElsewhere', error, leader: peerOn(2n) },
  { type: 'region.leaderDisputed', error, leader: peerOn(1n) },
  { type: 'region.diskFull', error },
  { type: 'region.recovering', error },
  { type: 'region.isWitness', error },
  { type: 'region.flashback', error },
  { type: 'region.flashbackAtReplica', error },
  { type: 'region.flashbackNotPrepared', error },
  { type: 'region.notFound', error },
  { type: 'region.notFoundAtReplica', error },
  { type: 'region.keyOutside', error },
  { type: 'region.epochChanged', error, regions: [] },
  { type: 'region.epochBehind', error },
  { type: 'region.bucketsChanged', error },
  { type: 'region.readTimedOut', error },
  { type: 'region.busy', ...busy },
  { type: 'region.busyButOthers', ...busy },
  { type: 'region.staleCommand', error, lost: error },
  { type: 'region.storeMismatch', error },
  { type: 'region.entryTooLarge', error },
  { type: 'region.maxTsNotSynced', error },
  { type: 'region.notInitialized', error },
  { type: 'region.readIndexNotReady', error },
  { type: 'region.merging', error },
  { type: 'region.dataNotReady', error },
  { type: 'region.peerMismatch', error },
  { type: 'region.maxTsInvalid', error },
  { type: 'region.unknownRefusal', error },
  { type: 'rpc.misdirected', error: network('maybe'), lost: undefined },
  ...(['rpc.readTimedOut', 'rpc.cancelled', 'rpc.closed', 'rpc.refused', 'rpc.failed'] as const).flatMap(
    (type) => [
      { type, error: network('no'), lost: undefined },
      { type, error: network('maybe'), lost: network('maybe') },
    ],
  ),
  { type: 'store.answers' },
  { type: 'store.silent' },
  { type: 'backoff.planned', sleepMs: 100 },
  { type: 'backoff.exhausted', error: new InternalError('Sample') },
  { type: 'request.stopped', error: new InternalError('Sample'), lost: undefined },
];
