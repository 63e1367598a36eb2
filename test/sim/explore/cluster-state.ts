import type { Cluster } from '../../../src/testing/index.ts';

interface State {
  readonly stores: readonly { readonly life: { readonly volatile: object } | undefined }[];
}

/**
 * Of a cluster all that can bear on a later answer. Up to what a store was read matters to whoever may commit by it
 * still: such a commit is above its own start anyhow.
 *
 * @param committers the starts of those
 */
export function clusterState(cluster: Cluster, committers: readonly bigint[]): unknown {
  const state = cluster.state({ maxTs: committers.length > 0 }) as State;
  const [lowest = 0n] = committers.toSorted((one, other) => (one < other ? -1 : 1));
  const stores = state.stores.map(({ life, ...store }) => ({
    ...store,
    life: life && { ...life, volatile: above(life.volatile, lowest) },
  }));
  return { ...state, stores };
}

/** What PD has said by then is known to every store in time, and only asked for when it is too little. */
function above(volatile: { readonly maxTs?: bigint }, lowest: bigint): unknown {
  const { maxTs } = volatile;
  return {
    ...volatile,
    maxTs: maxTs !== undefined && maxTs > lowest ? maxTs : undefined,
    knownTso: undefined,
  };
}
