import { type RegionRequestContext, regionRequestChart } from '../../../machines/region-request.ts';
import { compiledOnUse } from '../../actor/compiled-on-use.ts';
import type { RequestOwner } from './region-attempt.ts';
import type { RegionRequest } from './region-request.ts';

interface Args {
  readonly context: RegionRequestContext;
  readonly self: RequestOwner;
}

function of({ context, self }: Args): RegionRequest<unknown, unknown> {
  const request = context.request as RegionRequest<unknown, unknown>;
  request.owner = self;
  return request;
}

/**
 * The region-request chart, its actions being the steps of the `RegionRequest` in its context and of its
 * rerouting.
 */
export const regionRequestLogic = compiledOnUse(regionRequestChart, {
  actions: {
    chooseReplica: (args) => of(args).chooseReplica(),
    send: (args, { isResend }) => of(args).send(isResend),
    probeStore: (args) => of(args).probeStore(),
    backOff: (args, { kind, atLeastMs }) => of(args).backOff(kind, args.context.error, atLeastMs),
    confirmLeader: (args) => of(args).confirmLeader(),
    flagNotLeader: (args) => of(args).rerouting.flagNotLeader(),
    followHint: (args, { leader }) => of(args).rerouting.followHint(leader),
    askLeader: (args) => of(args).rerouting.askLeader(),
    flagTimedOut: (args) => of(args).rerouting.flagTimedOut(),
    flagDataNotReady: (args) => of(args).rerouting.flagDataNotReady(),
    noteBusy: (args, { estimatedWaitMs }) => of(args).rerouting.noteBusy(estimatedWaitMs),
    restReplica: (args) => of(args).rerouting.restReplica(),
    invalidateRegion: (args) => of(args).rerouting.invalidateRegion(),
    adoptRegions: (args, { regions }) => of(args).rerouting.adoptRegions(regions),
    recheckStore: (args) => of(args).rerouting.recheckStore(),
    recheckAddress: (args) => of(args).rerouting.recheckAddress(),
    giveUpStore: (args) => of(args).rerouting.giveUpStore(),
    closeConnection: (args) => of(args).rerouting.closeConnection(),
  },
});
