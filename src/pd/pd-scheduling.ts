import type { Runtime } from '../model/runtime.ts';
import type { Backoffer } from '../retry/backoffer.ts';
import { pdpb } from '../wire/codec/connect-messages.ts';
import { loadAdminRpcs } from '../wire/codec/rpcs.ts';
import { LeaderCalls } from './leader-calls.ts';
import type { PdRefusal } from './pd-refusal.ts';
import type { PdSession } from './pd-session.ts';

/** What PD calls the operator that scatters a region. */
const SCATTER = new TextEncoder().encode('scatter-region');

/** PD's text alone says so, in every version (pd's pkg/errs/errno.go). */
const NOT_FOUND = /\bregion (?:\S+ )?not found\b/;

/**
 * A region that PD cannot find is a gRPC error when it is to be scattered, and a refusal when its operator is
 * asked for.
 */
const NO_REGION = ({ errorType, error }: PdRefusal) =>
  errorType === pdpb.ErrorType.REGION_NOT_FOUND || NOT_FOUND.test(error.message);

/**
 * Has PD move regions between stores. All methods throw what those of `PdClient` throw. Follows pd's
 * client.go (parity row PDR-5).
 */
export class PdScheduling {
  readonly #calls: LeaderCalls;

  constructor(runtime: Pick<Runtime, 'clock' | 'transport'>, session: PdSession) {
    this.#calls = new LeaderCalls(runtime, session);
  }

  /**
   * Asks PD to move the peers and the leader of a region to stores with few of them.
   * @param group regions of one group are spread evenly among each other
   * @returns false when PD cannot do it now: it has not heard of the region yet, or some of its peers are
   * missing
   */
  async scatter(regionId: bigint, group: string | undefined, backoffer: Backoffer): Promise<boolean> {
    const { pdAdminRpcs } = await loadAdminRpcs();
    const request = { regionsId: [regionId], group };
    const response = await this.#calls.call(pdAdminRpcs.scatterRegion, request, backoffer, {
      meansAbsent: NO_REGION,
    });
    return response !== undefined && response.finishedPercentage >= 100n;
  }

  /** Whether PD is still moving a region that it was asked to scatter. */
  async isScattering(regionId: bigint, backoffer: Backoffer): Promise<boolean> {
    const { pdAdminRpcs, adminPdpb } = await loadAdminRpcs();
    const response = await this.#calls.call(pdAdminRpcs.getOperator, { regionId }, backoffer, {
      meansAbsent: NO_REGION,
    });
    if (response === undefined || response.status !== adminPdpb.OperatorStatus.RUNNING) return false;
    return Buffer.from(response.desc).equals(SCATTER);
  }
}
