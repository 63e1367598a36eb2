import { bytesOf, type KeyRange } from '../mvcc/key.ts';
import { type BorderMode, userRange } from './key-bounds.ts';
import type { RegionState } from './region-state.ts';

/** The user keys of a region in both forms the engine and the checks want. */
export interface RegionKeys {
  readonly range: KeyRange;
  readonly bytes: { readonly start?: Uint8Array; readonly end?: Uint8Array };
}

const cached: Readonly<Record<BorderMode, WeakMap<RegionState, RegionKeys>>> = {
  plain: new WeakMap(),
  encoded: new WeakMap(),
};

/** The user keys of a region; computed once for each of its states. */
export function regionKeys(region: RegionState, mode: BorderMode): RegionKeys {
  let keys = cached[mode].get(region);
  if (keys === undefined) {
    const range = userRange(region.start, region.end, mode);
    const bytes = {
      ...(range.start !== undefined && { start: bytesOf(range.start) }),
      ...(range.end !== undefined && { end: bytesOf(range.end) }),
    };
    keys = { range, bytes };
    cached[mode].set(region, keys);
  }
  return keys;
}
