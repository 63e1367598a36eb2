import { UsageError } from '../model/errors.ts';
import { type BytesInput, toKey } from '../model/keys.ts';
import { showValue } from '../model/show-value.ts';
import type { SplitResult } from '../region/region-splitter.ts';
import { splitBudgetMs } from '../retry/backoff-kinds.ts';
import { Backoffer } from '../retry/backoffer.ts';
import { ADMIN_TIMEOUT_MS, withDefaultTimeout } from './admin-timeouts.ts';
import type { ClientCore } from './client-core.ts';
import { toKeyList, toList } from './lists.ts';
import { checkOptions } from './options/check-options.ts';
import { rules } from './options/option-rules.ts';
import type { VerbOptions } from './options/verb-options.ts';

export interface SplitRegionsOptions extends VerbOptions {
  /** Which API the keys belong to: raw keys have an order of their own. Default `transactional`. */
  readonly api?: 'transactional' | 'raw' | undefined;
  /** Ask PD to move the new regions to stores that have few of them. Default false. */
  readonly scatter?: boolean | undefined;
  /** Regions of one group are spread evenly over the stores, whatever else those have. Needs `scatter`. */
  readonly group?: string | undefined;
}

const SPLIT_RULES = {
  api: rules.oneOf('transactional', 'raw'),
  scatter: rules.flag,
  group: rules.name,
};

/** What `admin.splitRegions` does. */
export async function splitRegions(
  core: ClientCore,
  keys: readonly BytesInput[],
  options: SplitRegionsOptions | undefined,
): Promise<SplitResult> {
  checkOptions('splitRegions', options, SPLIT_RULES);
  const { api = 'transactional', scatter = false, group } = options ?? {};
  if (group !== undefined && !scatter) throw new UsageError('splitRegions: group needs scatter: true');
  const isRaw = api === 'raw';
  const maxBytes = isRaw ? core.maxRawKeyBytes : core.maxKeyBytes;
  const borders = toKeyList('splitRegions', keys, (key) => toKey(key, maxBytes));
  return core.run(withDefaultTimeout(ADMIN_TIMEOUT_MS.splitRegions, options), (deadline) => {
    const { runtime, splitter, rawSplitter } = core.parts;
    const backoffer = new Backoffer(runtime, { deadline, budgetMs: splitBudgetMs(borders.length) });
    return (isRaw ? rawSplitter : splitter).split(borders, scatter ? { group } : undefined, backoffer);
  });
}

/** What `admin.waitForScatter` does. */
export async function waitForScatter(
  core: ClientCore,
  regionIds: readonly bigint[],
  options: VerbOptions | undefined,
): Promise<void> {
  checkOptions('waitForScatter', options);
  const ids = toList('waitForScatter', 'regionIds', regionIds, (id) => regionIdOf('waitForScatter', id));
  return core.run(withDefaultTimeout(ADMIN_TIMEOUT_MS.waitForScatter, options), async (deadline) => {
    for (const id of ids) {
      await core.parts.splitter.waitForScatter(id, core.backoffer(deadline, 'waitForScatter'));
    }
  });
}

/** What `admin.isScattering` does. */
export async function isScattering(
  core: ClientCore,
  regionId: bigint,
  options: VerbOptions | undefined,
): Promise<boolean> {
  checkOptions('isScattering', options);
  const id = regionIdOf('isScattering', regionId);
  return core.run(options, (deadline) =>
    core.parts.splitter.isScattering(id, core.backoffer(deadline, 'locate')),
  );
}

function regionIdOf(verb: string, id: unknown): bigint {
  if (typeof id === 'bigint' && id > 0n && id < 2n ** 64n) return id;
  throw new UsageError(`${verb}: the id of a region must be a bigint above 0, not ${showValue(id)}`);
}
