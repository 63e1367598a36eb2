import { EMPTY_BYTES } from '../model/bytes.ts';
import { UsageError } from '../model/errors.ts';
import { type RangeInput, toRange } from '../model/keys.ts';
import type { KeyRange } from '../model/region.ts';
import { destroyRange } from '../region/destroy-range.ts';
import { isEmptyRange } from '../region/scan-part.ts';
import { StoreAsker } from '../region/store/store-asker.ts';
import { ADMIN_TIMEOUT_MS, withDefaultTimeout } from './admin-timeouts.ts';
import type { ClientCore } from './client-core.ts';
import { checkOptions } from './options/check-options.ts';
import { rules } from './options/option-rules.ts';
import type { VerbOptions } from './options/verb-options.ts';

/** Which keys: those of a prefix, or from a start (included) to an end (not included), or `everything`. */
export interface DestroyRangeOptions extends RangeInput, VerbOptions {
  /** All keys of the client's keyspace. Not under API V1: TiKV ignores a range without bounds. */
  readonly everything?: boolean | undefined;
  /** Which API the keys belong to. `raw` only under API V2. Default `transactional`. */
  readonly api?: 'transactional' | 'raw' | undefined;
}

const DESTROY_RULES = {
  prefix: rules.bytes,
  start: rules.bytes,
  end: rules.bytes,
  everything: rules.flag,
  api: rules.oneOf('transactional', 'raw'),
};

/** What `admin.unsafeDestroyRange` does. */
export async function unsafeDestroyRange(
  core: ClientCore,
  options: DestroyRangeOptions,
): Promise<readonly bigint[]> {
  checkOptions('unsafeDestroyRange', options ?? {}, DESTROY_RULES);
  const { api = 'transactional' } = options ?? {};
  const hasKeyspace = core.parts.keyspaceId !== undefined;
  if (api === 'raw' && !hasKeyspace) {
    throw new UsageError(
      'unsafeDestroyRange: under API V1 TiKV looks for raw keys in the encoding of transactional ones; use raw.deleteRange',
    );
  }
  const range = rangeOf(core, options ?? {}, api === 'raw');
  if (!hasKeyspace && (range.start.length === 0 || range.end.length === 0)) {
    throw new UsageError(
      'unsafeDestroyRange: under API V1 the range needs both bounds: TiKV ignores a range without them',
    );
  }
  core.use(api);
  return core.run(withDefaultTimeout(ADMIN_TIMEOUT_MS.unsafeDestroyRange, options), (deadline) => {
    const { rpcs, wheel, pd, regions, rawRegions } = core.parts;
    const { codec } = (api === 'raw' ? rawRegions : regions).cache;
    const environment = { asker: new StoreAsker(rpcs, wheel), pd, codec };
    return destroyRange(environment, range, core.backoffer(deadline, 'read'));
  });
}

/** A missing bound is refused: what it would destroy by mistake cannot be recovered. @throws UsageError */
function rangeOf(core: ClientCore, options: DestroyRangeOptions, isRaw: boolean): KeyRange {
  const { prefix, start, end, everything = false } = options;
  const bounds = [prefix, start, end].filter((bound) => bound !== undefined);
  if (everything) {
    if (bounds.length > 0)
      throw new UsageError('unsafeDestroyRange: everything excludes prefix, start and end');
    return { start: EMPTY_BYTES, end: EMPTY_BYTES };
  }
  if (prefix === undefined && (start === undefined || end === undefined)) {
    throw new UsageError('unsafeDestroyRange: give a prefix, or start and end, or everything: true');
  }
  if (bounds.some((bound) => bound.length === 0)) {
    throw new UsageError(
      'unsafeDestroyRange: an empty bound is not a bound; for all keys give everything: true',
    );
  }
  const range = toRange({ prefix, start, end }, isRaw ? core.maxRawKeyBytes : core.maxKeyBytes);
  if (isEmptyRange(range)) throw new UsageError('unsafeDestroyRange: no key lies in the range');
  return range;
}
