import { type ClusterOptions, SeededRandom } from '../../src/testing/index.ts';
import type { WorkloadName } from './workloads/workloads.ts';

/** How raw values are written. */
export interface RawSettings {
  /** How likely a write is sent again where an answer was lost. */
  readonly resend: number;
  /** How likely a value expires; 0 where stores keep no such time. */
  readonly ttl: number;
}

/** What one seed has drawn of it. */
export interface DrawnRaw {
  readonly settings: RawSettings;
  /** Beside those that there are. */
  readonly workloads: readonly WorkloadName[];
  readonly cluster: Pick<ClusterOptions, 'apiVersion'>;
  /** Where regions begin, of so many keys of each of these workloads. */
  readonly bordersOf: (keys: number) => readonly string[];
}

const NONE: DrawnRaw = {
  settings: { resend: 0, ttl: 0 },
  workloads: [],
  cluster: {},
  bordersOf: () => [],
};

/** Draws with a generator of its own: what else the seed is about stays as it was. */
export function drawRaw(
  seed: number,
  isRaw: boolean,
  wanted: { readonly workloads?: unknown; readonly raw?: Partial<RawSettings> },
): DrawnRaw {
  if (!isRaw) return NONE;
  const random = new SeededRandom(seed ^ 0x4a37a);
  const drawn = {
    resend: random.chance(0.5) ? random.pick([0.1, 0.5, 1]) : 0,
    ttl: random.chance(0.5) ? random.pick([0.3, 0.8]) : 0,
  };
  const more = (['raw-batches', 'raw-ranges'] as const).filter(() => random.chance(0.8));
  const settings = { ...drawn, ...wanted.raw };
  const workloads = wanted.workloads === undefined ? more : [];
  return {
    settings,
    workloads,
    cluster: settings.ttl > 0 ? { apiVersion: 'v1ttl' } : {},
    bordersOf: (keys) =>
      workloads
        .flatMap((name) => Array.from({ length: keys }, (_, index) => `${name}/${index}`))
        .filter(() => random.chance(0.3)),
  };
}
