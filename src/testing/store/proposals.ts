import type { errorpb } from '#proto';
import type { Plan } from '../mvcc/plan.ts';

type WritePlan = Plan & { readonly kind: 'write' };

/** What becomes of writes in the log of a leader that is replaced: raft may keep them or not. */
export type InFlight = 'lost' | 'applied';

/** A write in the raft log of a region, between proposal and apply. */
export interface Proposal {
  readonly regionId: bigint;
  readonly plan: WritePlan;
  /** Set when the region changed in between: what the client is told. The write is settled by then. */
  refusal: errorpb.Error | undefined;
  settled: boolean;
}

/** The writes of a store that are proposed and not applied. */
export class Proposals {
  readonly #apply: (plan: WritePlan, regionId: bigint) => void;
  readonly #open = new Set<Proposal>();

  constructor(apply: (plan: WritePlan, regionId: bigint) => void) {
    this.#apply = apply;
  }

  /** The writes that are under way. */
  state(): unknown {
    return [...this.#open].map(({ regionId, plan }) => [regionId, plan.changes]);
  }

  /** Puts a write into the log. */
  add(regionId: bigint, plan: WritePlan): Proposal {
    const proposal: Proposal = { regionId, plan, refusal: undefined, settled: false };
    this.#open.add(proposal);
    return proposal;
  }

  /** Applies a write, or drops it. Does nothing when a change of the region has settled it. */
  settle(proposal: Proposal, outcome: InFlight): void {
    if (proposal.settled) return;
    proposal.settled = true;
    this.#open.delete(proposal);
    if (outcome === 'applied') this.#apply(proposal.plan, proposal.regionId);
    else proposal.plan.abort();
  }

  /** Settles the open writes of a region that changed; their clients get the error. */
  interrupt(regionId: bigint, outcome: InFlight, refusal: errorpb.Error): void {
    for (const proposal of this.#open) {
      if (proposal.regionId !== regionId) continue;
      this.settle(proposal, outcome);
      proposal.refusal = refusal;
    }
  }
}
