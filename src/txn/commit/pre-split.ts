import { asTikvError } from '../../model/errors.ts';
import type { KeyGroup } from '../../region/cache/region-cache.ts';
import { BACKOFF_BUDGET_MS, splitBudgetMs } from '../../retry/backoff-kinds.ts';
import { Backoffer } from '../../retry/backoffer.ts';
import type { CommitTask } from './commit-task.ts';
import { type Mutation, sizeBytes } from './mutation.ts';
import { PhaseDeadline } from './phase-deadline.ts';

/** From this many mutations in one region on, a split is worth it (client-go's preSplitDetectThreshold). */
export const PRE_SPLIT_MUTATIONS = 100_000;

/** The size of a new region, in bytes of keys and values (client-go's preSplitSizeThreshold). */
const REGION_SIZE_BYTES = 32 << 20;

/** The share of the commit's remaining time; the rest is for the prewrite, which needs no new regions. */
const SHARE_OF_TIME = 0.5;

/**
 * Splits the regions that a huge transaction would flood, and waits until PD has moved the new ones to other
 * stores. Never rejects: when it fails, the transaction is prewritten without it, and `background.failed` is
 * emitted. Follows client-go's preSplitRegion (txnkv/transaction/2pc.go; parity row GRP-2).
 */
export async function preSplit(task: CommitTask, backoffer: Backoffer): Promise<void> {
  const { environment, mutations } = task;
  try {
    const keys = mutations.map(({ key }) => key);
    const groups = await environment.regions.cache.groupKeys(keys, backoffer);
    for (const group of groups) {
      if (group.indexes.length >= PRE_SPLIT_MUTATIONS) await splitGroup(task, group);
    }
  } catch (cause) {
    const error = asTikvError(cause);
    environment.events.emit('background.failed', { work: 'split before a commit', error });
  }
}

async function splitGroup(task: CommitTask, { indexes }: KeyGroup): Promise<void> {
  const { environment, mutations } = task;
  const { splitter, runtime, deadlines } = environment;
  const borders = bordersOf(indexes.map((index) => mutations[index] as Mutation));
  if (borders.length === 0) return;
  const mostMs = task.deadline.remainingMs() * SHARE_OF_TIME;
  const phase = new PhaseDeadline(deadlines, task.deadline, mostMs);
  const newBackoffer = (budgetMs: number) => new Backoffer(runtime, { deadline: phase.deadline, budgetMs });
  try {
    const scatter = { group: undefined };
    const { regionIds } = await splitter.split(borders, scatter, newBackoffer(splitBudgetMs(borders.length)));
    for (const regionId of regionIds) {
      await splitter.waitForScatter(regionId, newBackoffer(BACKOFF_BUDGET_MS.waitForScatter));
    }
  } finally {
    phase.release();
  }
}

function bordersOf(mutations: readonly Mutation[]): readonly Uint8Array[] {
  const borders: Uint8Array[] = [];
  let weight = 0;
  for (const mutation of mutations) {
    weight += sizeBytes(mutation);
    if (weight < REGION_SIZE_BYTES) continue;
    borders.push(mutation.key);
    weight = 0;
  }
  return borders;
}
