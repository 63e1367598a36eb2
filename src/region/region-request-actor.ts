import { type RegionRequestContext, regionRequestChart } from '../../machines/region-request.ts';
import { compiledOnUse } from '../actor/compiled-on-use.ts';
import type { Listener, RegionRequest } from './region-request.ts';

interface Args {
  readonly context: RegionRequestContext;
  readonly self: Listener;
}

function of({ context, self }: Args): RegionRequest<unknown, unknown> {
  const request = context.request as RegionRequest<unknown, unknown>;
  request.listener = self;
  return request;
}

/** The region-request chart at work: its actions are the steps of the `RegionRequest` in its context. */
export const regionRequestLogic = compiledOnUse(regionRequestChart, {
  actions: {
    chooseReplica: (args) => of(args).chooseReplica(),
    send: (args, { isResend }) => of(args).send(isResend),
    probeStore: (args) => of(args).probeStore(),
    backOff: (args, { kind, atLeastMs }) => of(args).backOff(kind, args.context.error, atLeastMs),
    confirmLeader: (args) => of(args).confirmLeader(),
    flagNotLeader: (args) => of(args).flagNotLeader(),
    followHint: (args, { leader }) => of(args).followHint(leader),
    askLeader: (args) => of(args).askLeader(),
    flagTimedOut: (args) => of(args).flagTimedOut(),
    flagDataNotReady: (args) => of(args).flagDataNotReady(),
    noteBusy: (args, { estimatedWaitMs }) => of(args).noteBusy(estimatedWaitMs),
    restReplica: (args) => of(args).restReplica(),
    invalidateRegion: (args) => of(args).invalidateRegion(),
    adoptRegions: (args, { regions }) => of(args).adoptRegions(regions),
    recheckStore: (args) => of(args).recheckStore(),
    giveUpStore: (args) => of(args).giveUpStore(),
    closeConnection: (args) => of(args).closeConnection(),
  },
});
